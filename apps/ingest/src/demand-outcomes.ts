import type { DemandState, EpochMs } from '@gexstream/domain';

/** What became of demands, by their keys, until they end. */
export type DemandOutcomes = ReadonlyMap<string, DemandOutcome>;

export type DemandOutcome =
  /** The newest round over a chain; `missing`: why parts of it are, empty when none is. */
  | { readonly type: 'round'; readonly untilMs: EpochMs; readonly atMs: EpochMs; readonly missing: string }
  | { readonly type: 'refused'; readonly untilMs: EpochMs };

/** As many as may stand, and as many that are over before their end: the oldest of all goes. */
const keptMax = 2_048;

export const withOutcome = (outcomes: DemandOutcomes, key: string, outcome: DemandOutcome): DemandOutcomes => {
  const next = new Map(outcomes);
  next.delete(key);
  next.set(key, outcome);
  for (const oldest of next.keys()) {
    if (next.size <= keptMax) break;
    next.delete(oldest);
  }
  return next;
};

export const withoutOutcome = (outcomes: DemandOutcomes, key: string): DemandOutcomes =>
  outcomes.has(key) ? new Map([...outcomes].filter(([each]) => each !== key)) : outcomes;

/** What stands lives on, for its end may have been moved. */
export const livingOutcomes = (
  outcomes: DemandOutcomes,
  standing: ReadonlyMap<string, unknown>,
  now: EpochMs,
): DemandOutcomes => {
  const living = [...outcomes].filter(([key, { untilMs }]) => untilMs > now || standing.has(key));
  return living.length === outcomes.size ? outcomes : new Map(living);
};

/** For the status: of what stands, and of what is over or found no room before its end. */
export const demandStates = (
  standing: ReadonlyMap<string, { readonly demand: { readonly want: 'follow' | 'chain' } }>,
  outcomes: DemandOutcomes,
): Readonly<Record<string, DemandState>> => {
  const states: Record<string, DemandState> = {};
  for (const [key, outcome] of outcomes)
    states[key] =
      outcome.type === 'refused'
        ? { state: 'refused', roundMs: null, missing: 'too many demands stand already' }
        : { state: 'served', roundMs: outcome.atMs, missing: outcome.missing };
  for (const [key, { demand }] of standing)
    states[key] =
      demand.want === 'follow'
        ? { state: 'followed', roundMs: null, missing: '' }
        : { roundMs: null, missing: '', ...states[key], state: 'polled' };
  return states;
};
