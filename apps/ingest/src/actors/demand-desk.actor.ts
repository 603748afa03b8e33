import type { Behavior } from '@gexstream/actors';
import type { ChainDemand, Demand, EpochMs } from '@gexstream/domain';

/** What other apps want and has not ended: which symbols are followed beside the configured ones, and which chains are polled for them. */
export interface DemandDesk {
  /** The configured symbols: followed whether somebody demands them or not. */
  readonly configured: ReadonlySet<string>;
  readonly standing: ReadonlyMap<string, StandingDemand>;
  /** Demands that found no room. */
  readonly refused: number;
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
  /** The one round that this demand wanted is done. */
  | { readonly type: 'served'; readonly key: string; readonly askedMs: EpochMs }
  /** Once a second: what has ended goes. */
  | { readonly type: 'tick' };

export type DemandDeskEffect =
  | { readonly type: 'follow'; readonly underlyings: readonly string[] }
  | { readonly type: 'unfollow'; readonly underlyings: readonly string[] }
  | { readonly type: 'stop-polling'; readonly keys: readonly string[] }
  | { readonly type: 'poll'; readonly chains: readonly WantedChain[] }
  | { readonly type: 'refused'; readonly key: string };

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
  refused: 0,
});

export const demandDesk: Behavior<DemandDesk, DemandDeskMessage, DemandDeskEffect> = (state, message, now) => {
  switch (message.type) {
    case 'changes':
      return afterChanges(state, message.changes, now);
    case 'served': {
      const served = state.standing.get(message.key);
      return served?.askedMs === message.askedMs ? moveTo(state, without(state.standing, [message.key])) : { state, effects: [] };
    }
    case 'tick': {
      const ended = [...state.standing].filter(([, { demand }]) => demand.untilMs <= now).map(([key]) => key);
      return ended.length === 0 ? { state, effects: [] } : moveTo(state, without(state.standing, ended));
    }
  }
};

type Turn = ReturnType<typeof demandDesk>;
type Standing = DemandDesk['standing'];

const afterChanges = (state: DemandDesk, changes: readonly DemandChange[], now: EpochMs): Turn => {
  const standing = new Map(state.standing);
  const refused: DemandDeskEffect[] = [];
  for (const { key, made } of changes) {
    if (made === null || made.demand.untilMs <= now) standing.delete(key);
    else if (hasRoom(standing, key, made)) standing.set(key, made);
    else refused.push({ type: 'refused', key });
  }
  const turn = moveTo({ ...state, refused: state.refused + refused.length }, standing);
  return { state: turn.state, effects: [...turn.effects, ...refused] };
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

const followedBy = (standing: Standing): ReadonlySet<string> =>
  new Set([...standing.values()].filter(({ demand }) => demand.want === 'follow').map(({ underlying }) => underlying));

const without = (standing: Standing, keys: readonly string[]): Standing => {
  const gone = new Set(keys);
  return new Map([...standing].filter(([key]) => !gone.has(key)));
};
