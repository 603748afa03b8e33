interface FaultKind {
  /** `act`: happens at once to what is connected. `state`: holds until it is cleared. */
  readonly type: 'act' | 'state';
  readonly doc: string;
  /** What the argument is, its default and its bounds; none where it takes none. */
  readonly argument?: { readonly name: string; readonly standard: number; readonly min: number; readonly max: number };
}

/** Everything that can be made to go wrong. */
export const faultKinds = {
  'drop-fin': { type: 'act', doc: 'streaming connections end without a word' },
  'drop-rst': { type: 'act', doc: 'streaming connections are reset' },
  kick: { type: 'act', doc: 'a second login elsewhere takes over: code 12, then the end' },
  oversize: {
    type: 'act',
    doc: 'one frame of this many MB',
    argument: { name: 'MB', standard: 10, min: 1, max: 64 },
  },
  'expire-access': { type: 'act', doc: 'access tokens die before their time' },
  'revoke-refresh': { type: 'state', doc: 'refresh tokens are dead; a new login gives a living one' },
  'rotate-refresh': { type: 'state', doc: 'a refresh answers a new refresh token and kills the old one' },
  stall: { type: 'state', doc: 'nothing is sent, connections stay open' },
  'no-stream': { type: 'state', doc: 'streaming connections are cut, and new ones refused with 503' },
  calm: { type: 'state', doc: 'heartbeats and replies, but no data' },
  duplicate: {
    type: 'state',
    doc: 'this percentage of data frames comes twice',
    argument: { name: 'PERCENT', standard: 100, min: 1, max: 100 },
  },
  reorder: {
    type: 'state',
    doc: 'each data frame is late by anything up to this many ms',
    argument: { name: 'MS', standard: 5_000, min: 1, max: 5_000 },
  },
  partial: { type: 'state', doc: 'what changed of a key comes in two frames, some fields in each' },
  garbage: {
    type: 'state',
    doc: 'after this percentage of data frames follows one that cannot be read',
    argument: { name: 'PERCENT', standard: 20, min: 1, max: 100 },
  },
  limit: {
    type: 'state',
    doc: 'no more than this many symbols a service: codes 19 and 22 or 24',
    argument: { name: 'SYMBOLS', standard: 100, min: 1, max: 3_000 },
  },
  holiday: { type: 'state', doc: 'market hours say that every day is closed; the market goes on' },
  '401': { type: 'state', doc: 'API calls are refused as not authorised' },
  '429': {
    type: 'state',
    doc: 'API calls are refused as too many; with a number, Retry-After names it',
    argument: { name: 'SECONDS', standard: 0, min: 0, max: 600 },
  },
  '5xx': {
    type: 'state',
    doc: 'API calls fail with this status and plain text',
    argument: { name: 'STATUS', standard: 503, min: 500, max: 599 },
  },
  'too-big': {
    type: 'state',
    doc: 'chain answers of more contracts than this are refused with 502 TooBigBody',
    argument: { name: 'CONTRACTS', standard: 500, min: 1, max: 10_000 },
  },
  cut: {
    type: 'state',
    doc: 'chain answers hold no more contracts than this, and say that they were cut',
    argument: { name: 'CONTRACTS', standard: 500, min: 1, max: 10_000 },
  },
} as const satisfies Record<string, FaultKind>;

export type FaultName = keyof typeof faultKinds;

export interface Fault {
  readonly name: FaultName;
  /** 0 where the fault takes none. */
  readonly argument: number;
}

/** Reads `NAME` or `NAME:ARGUMENT`. Throws a `RangeError` that says what would do. */
export const parseFault = (text: string): Fault => {
  const [name = '', given, ...rest] = text.split(':');
  if (!Object.hasOwn(faultKinds, name) || rest.length > 0)
    throw new RangeError(`there is no fault "${text.slice(0, 80)}"; there is ${Object.keys(faultKinds).join(', ')}`);
  const known = name as FaultName;
  const { argument }: FaultKind = faultKinds[known];
  if (argument === undefined) {
    if (given !== undefined) throw new RangeError(`the fault ${name} takes no argument`);
    return { name: known, argument: 0 };
  }
  const value = given === undefined ? argument.standard : given === '' ? Number.NaN : Number(given);
  if (!Number.isInteger(value) || value < argument.min || value > argument.max)
    throw new RangeError(`the fault ${name} takes ${argument.name}, a whole number from ${argument.min} to ${argument.max}`);
  return { name: known, argument: value };
};
