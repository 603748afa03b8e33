/** Who pays for a call. `stream`: the stream cannot live without it; it goes first and is counted against nobody's share. */
export type RestPayer = 'stream' | RestShare;
export type RestShare = keyof typeof restShares;

/** Of the minute's calls, while all want more than they get. What one leaves unused is lent to the others. */
export const restShares = { chains: 0.5, scanner: 0.35, onDemand: 0.15 } as const;

const shareNames = Object.keys(restShares) as readonly RestShare[];

export interface RestClaim {
  readonly payer: RestPayer;
  /** Within the payer's own line lower ones go first, equal ones in their order: the nearest expiries before the far ones. */
  readonly rank: number;
}

export interface RestAsk extends RestClaim {
  readonly id: number;
}

/**
 * Who waits to call. Start-time fair queueing: a call moves its payer's `turn` on by 1 / share, and the payer whose turn is lowest goes
 * next. Who was away begins at the present turn: what it did not use then is not owed to it.
 */
export interface RestLine {
  readonly waiting: Readonly<Record<RestPayer, readonly RestAsk[]>>;
  readonly turns: Readonly<Record<RestShare, number>>;
  readonly presentTurn: number;
}

export const emptyLine: RestLine = {
  waiting: { stream: [], chains: [], scanner: [], onDemand: [] },
  turns: { chains: 0, scanner: 0, onDemand: 0 },
  presentTurn: 0,
};

/** Of each payer: more than any of them has actors that ask, each one call at a time. */
const waitingMax = 1_024;

export const lengthOf = ({ waiting }: RestLine): number =>
  waiting.stream.length + shareNames.reduce((sum, share) => sum + waiting[share].length, 0);

/** The line with the ask in it; null when the payer's own is full. */
export const joined = (line: RestLine, ask: RestAsk): RestLine | null => {
  const own = line.waiting[ask.payer];
  if (own.length >= waitingMax) return null;
  const behind = own.findIndex(({ rank }) => rank > ask.rank);
  const waiting = { ...line.waiting, [ask.payer]: own.toSpliced(behind < 0 ? own.length : behind, 0, ask) };
  if (ask.payer === 'stream' || own.length > 0) return { ...line, waiting };
  return { ...line, waiting, turns: { ...line.turns, [ask.payer]: Math.max(line.turns[ask.payer], line.presentTurn) } };
};

/** The first `count` of the line, and the line without them. */
export const taken = (line: RestLine, count: number): { readonly line: RestLine; readonly asks: readonly RestAsk[] } => {
  const asks: RestAsk[] = [];
  let rest = line;
  for (let payer = nextPayer(rest); payer !== null && asks.length < count; payer = nextPayer(rest)) {
    asks.push(rest.waiting[payer][0]!);
    rest = withoutFirst(rest, payer);
  }
  return { line: rest, asks };
};

const nextPayer = ({ waiting, turns }: RestLine): RestPayer | null => {
  if (waiting.stream.length > 0) return 'stream';
  const wanting = shareNames.filter((share) => waiting[share].length > 0);
  return wanting.reduce<RestShare | null>(
    (first, share) => (first === null || turns[share] < turns[first] ? share : first),
    null,
  );
};

const withoutFirst = (line: RestLine, payer: RestPayer): RestLine => {
  const waiting = { ...line.waiting, [payer]: line.waiting[payer].slice(1) };
  if (payer === 'stream') return { ...line, waiting };
  const presentTurn = line.turns[payer];
  return { waiting, presentTurn, turns: { ...line.turns, [payer]: presentTurn + 1 / restShares[payer] } };
};
