import type { Behavior } from '@gexstream/actors';
import type { ChainDemand, Demand, DemandState, EpochMs } from '@gexstream/domain';
import { type DemandOutcomes, demandStates, livingOutcomes, withOutcome, withoutOutcome } from '../demand-outcomes.ts';

/** What other apps want and has not ended: which symbols are followed beside the configured ones, and which chains are polled for them. */
export interface DemandDesk {
  /** The configured symbols: followed whether somebody demands them or not. */
  readonly configured: ReadonlySet<string>;
  readonly standing: ReadonlyMap<string, StandingDemand>;
  readonly outcomes: DemandOutcomes;
}

export interface StandingDemand {
  readonly underlying: string;
  readonly demand: Demand;
  /** The feed's time when it was made; two of one key are told apart by it. */
  readonly askedMs: EpochMs;
}

/** A demand made, or taken back, under a key. */
export interface DemandChange {
  readonly key: string;
  readonly made: StandingDemand | null;
}

export type DemandDeskMessage =
  | { readonly type: 'changes'; readonly changes: readonly DemandChange[] }
  /** A round over a demanded chain is complete; `missing` as in the outcome. */
  | {
      readonly type: 'round';
      readonly key: string;
      readonly askedMs: EpochMs;
      readonly atMs: EpochMs;
      readonly missing: string;
    }
  /** Once a second: what has ended goes. */
  | { readonly type: 'tick' };

export type DemandDeskEffect =
  | { readonly type: 'follow'; readonly underlyings: readonly string[] }
  | { readonly type: 'unfollow'; readonly underlyings: readonly string[] }
  | { readonly type: 'stop-polling'; readonly keys: readonly string[] }
  | { readonly type: 'poll'; readonly chains: readonly WantedChain[] }
  | { readonly type: 'refused'; readonly key: string }
  /** Another picture of what became of all demands. */
  | { readonly type: 'states'; readonly states: Readonly<Record<string, DemandState>> };

export interface WantedChain {
  readonly key: string;
  readonly underlying: string;
  readonly demand: ChainDemand;
  readonly askedMs: EpochMs;
}

/** Each of them polls; a scanner of 500 symbols and the others have room. */
const standingMax = 1_024;
/** Symbols followed on demand: each takes a share of the streamed contracts and of the REST calls from the configured ones. */
const followedMax = 50;

export const initialDemandDesk = (configured: readonly string[]): DemandDesk => ({
  configured: new Set(configured),
  standing: new Map(),
  outcomes: new Map(),
});

export const demandDesk: Behavior<DemandDesk, DemandDeskMessage, DemandDeskEffect> = (before, message, now) => {
  const { state, effects } = turned(before, message, now);
  if (state.standing === before.standing && state.outcomes === before.outcomes) return { state, effects };
  return { state, effects: [...effects, { type: 'states', states: demandStates(state.standing, state.outcomes) }] };
};

const turned: typeof demandDesk = (state, message, now) => {
  switch (message.type) {
    case 'changes':
      return afterChanges(state, message.changes, now);
    case 'round':
      return afterRound(state, message);
    case 'tick': {
      const ended = [...state.standing].filter(([, { demand }]) => demand.untilMs <= now).map(([key]) => key);
      const standing = ended.length === 0 ? state.standing : without(state.standing, ended);
      const next = { ...state, outcomes: livingOutcomes(state.outcomes, standing, now) };
      return ended.length === 0 ? { state: next, effects: [] } : moveTo(next, standing);
    }
  }
};

type Turn = ReturnType<typeof demandDesk>;
type Standing = DemandDesk['standing'];

const afterChanges = (state: DemandDesk, changes: readonly DemandChange[], now: EpochMs): Turn => {
  const standing = new Map(state.standing);
  let { outcomes } = state;
  const refused: DemandDeskEffect[] = [];
  for (const { key, made } of changes) {
    const isOver = made === null || made.demand.untilMs <= now;
    if (isOver || !goesOn(standing.get(key), made, key)) outcomes = withoutOutcome(outcomes, key);
    if (isOver) standing.delete(key);
    else if (hasRoom(standing, key, made)) standing.set(key, made);
    else {
      outcomes = withOutcome(outcomes, key, { type: 'refused', untilMs: made.demand.untilMs });
      refused.push({ type: 'refused', key });
    }
  }
  const turn = moveTo({ ...state, outcomes }, standing);
  return { state: turn.state, effects: [...turn.effects, ...refused] };
};

/** Once was enough: it stands no more. */
const afterRound = (state: DemandDesk, round: Extract<DemandDeskMessage, { readonly type: 'round' }>): Turn => {
  const { key, askedMs, atMs, missing } = round;
  const asked = state.standing.get(key);
  if (asked === undefined || asked.demand.want !== 'chain') return { state, effects: [] };
  const { everyMs, untilMs } = asked.demand;
  if (everyMs === null && asked.askedMs !== askedMs) return { state, effects: [] };
  const next = { ...state, outcomes: withOutcome(state.outcomes, key, { type: 'round', untilMs, atMs, missing }) };
  return everyMs === null ? moveTo(next, without(state.standing, [key])) : { state: next, effects: [] };
};

const hasRoom = (standing: Standing, key: string, { underlying, demand }: StandingDemand): boolean => {
  if (!standing.has(key) && standing.size >= standingMax) return false;
  const followed = followedBy(standing);
  return demand.want !== 'follow' || followed.has(underlying) || followed.size < followedMax;
};

/** From what stands to what shall stand: only differences are told. */
const moveTo = (state: DemandDesk, standing: Standing): Turn => {
  const before = wantedBy(state);
  const after = wantedBy({ ...state, standing });
  const gone = [...before.chains].filter(([id]) => !after.chains.has(id)).map(([, { key }]) => key);
  const chains = [...after.chains].filter(([id]) => !before.chains.has(id)).map(([, chain]) => chain);
  const follow = [...after.followed].filter((underlying) => !before.followed.has(underlying));
  const unfollow = [...before.followed].filter((underlying) => !after.followed.has(underlying));
  const effects: DemandDeskEffect[] = [];
  if (follow.length > 0) effects.push({ type: 'follow', underlyings: follow });
  if (unfollow.length > 0) effects.push({ type: 'unfollow', underlyings: unfollow });
  if (gone.length > 0) effects.push({ type: 'stop-polling', keys: gone });
  if (chains.length > 0) effects.push({ type: 'poll', chains });
  return { state: { ...state, standing }, effects };
};

const wantedBy = ({ configured, standing }: DemandDesk) => ({
  followed: new Set([...followedBy(standing)].filter((underlying) => !configured.has(underlying))),
  chains: new Map(
    [...standing].flatMap(([key, { underlying, demand, askedMs }]) =>
      demand.want === 'chain' ? [[chainId(key, demand, askedMs), { key, underlying, demand, askedMs }] as const] : [],
    ),
  ),
});

/** A chain polled every so often goes on while only its end is moved; a single one that is asked for again is another. */
const chainId = (key: string, { fromDate, toDate, everyMs }: ChainDemand, askedMs: EpochMs): string =>
  `${key} ${fromDate} ${toDate} ${everyMs ?? `once ${askedMs}`}`;

/** Only its end is moved. */
const goesOn = (before: StandingDemand | undefined, { demand, askedMs }: StandingDemand, key: string): boolean =>
  before?.demand.want === 'chain' &&
  demand.want === 'chain' &&
  chainId(key, before.demand, before.askedMs) === chainId(key, demand, askedMs);

const followedBy = (standing: Standing): ReadonlySet<string> =>
  new Set([...standing.values()].filter(({ demand }) => demand.want === 'follow').map(({ underlying }) => underlying));

const without = (standing: Standing, keys: readonly string[]): Standing => {
  const gone = new Set(keys);
  return new Map([...standing].filter(([key]) => !gone.has(key)));
};
