import { type EpochMs, epochMs, isOpen, sessionDate, type TrackedLevel } from '@gexstream/domain';
import { type NetSamples, sampleNet } from './net-changes.ts';

/** What rules look at, by where it comes from. A rule looks at one source alone, so that it does not matter in which order sources come. */
export interface Sights {
  /** Several times a second. USD per 1 % move and points. */
  readonly levels: {
    readonly spot: number;
    readonly zeroGamma: number | null;
    readonly callWall: number | null;
    readonly putWall: number | null;
    readonly netGex: number;
  };
  /** Each minute, and with each move of a level; from 09:30 on. */
  readonly session: {
    readonly levels: Readonly<Record<Exclude<TrackedLevel, 'zeroGamma'>, number | null>>;
    /** All strikes, ascending: what a move is counted in. */
    readonly strikes: ArrayLike<number>;
    /** Of the last full minute, the largest first; null in the session's first. */
    readonly surges: {
      readonly asOf: EpochMs;
      readonly strikes: readonly { readonly strike: number; readonly before: number; readonly now: number }[];
    } | null;
  };
  /** Each minute. */
  readonly exposures: {
    /** Of gross GEX, 0…1; null without any. */
    readonly zeroDteShare: number | null;
    readonly regime: 'positive' | 'neutral' | 'negative' | null;
  };
  /** Each minute (`whole`), and at once what rose. */
  readonly opportunities: {
    readonly whole: boolean;
    /** The best scored of them; null when there are none. */
    readonly top: { readonly score: number; readonly side: 'call' | 'put'; readonly contract: string } | null;
  };
  /** Each minute: of the nearest expiry a week ahead or more that has one, in vol points. */
  readonly skew: { readonly skew25d: number; readonly expiry: string } | null;
  /** Each second. `staleMs`: how long nothing has come; null: it is fresh. `due`: something should come; while the exchange is closed nobody can tell. */
  readonly feed: { readonly staleMs: number | null; readonly due: boolean; readonly why: string };
  /** Each second, of underlying `*`. Null: nobody logs in, or it is unknown. */
  readonly login: { readonly leftMs: number | null; readonly required: boolean };
  /** That time has passed, of underlying `*`: what waits may be due. */
  readonly time: null;
}

export type Source = keyof Sights;

export type Observation = {
  readonly [From in Source]: {
    readonly source: From;
    readonly underlying: string;
    /** Event time. */
    readonly atMs: EpochMs;
    readonly seen: Sights[From];
  };
}[Source];

export interface Newest<From extends Source> {
  readonly atMs: EpochMs;
  readonly seen: Sights[From];
  /** Of what stood before the first look, which may be read again: when it was seen. */
  readonly recalledMs?: EpochMs;
}

/** The newest of each source on one underlying. */
export interface MarketView {
  readonly newest: { readonly [From in Source]?: Newest<From> };
  /** Null before the first look of a session. */
  readonly samples: NetSamples | null;
}

export const emptyView: MarketView = { newest: {}, samples: null };

/** Null for what is older than what was seen from there: rules have dealt with its like. */
export const observe = (view: MarketView, observation: Observation): MarketView | null => {
  const { source, atMs } = observation;
  const before = view.newest[source];
  if (before !== undefined && atMs < before.atMs) return null;
  const { samples } = view;
  return {
    newest: { ...view.newest, [source]: { atMs, seen: merged(view, observation) } },
    samples:
      observation.source === 'levels' && isOpen(atMs)
        ? sampleNet(samples, observation.seen.netGex, atMs, sessionDate(atMs))
        : samples,
  };
};

/** What stood before the first look: older than anything, so that what is read again counts. */
export const recall = (view: MarketView, { source, atMs, seen }: Observation): MarketView => ({
  ...view,
  newest: { [source]: { atMs: epochMs(0), seen, recalledMs: atMs }, ...view.newest },
});

/** What rose joins what was there: only a full minute says that something is gone. What came later says nothing of it. */
const merged = ({ newest: { opportunities: newest } }: MarketView, observation: Observation): Sights[Source] => {
  if (observation.source !== 'opportunities' || observation.seen.whole) return observation.seen;
  const before = (newest?.recalledMs ?? 0) > observation.atMs ? undefined : newest?.seen;
  const [kept, { top }] = [before?.top ?? null, observation.seen];
  return { whole: before?.whole ?? false, top: top === null || (kept !== null && kept.score > top.score) ? kept : top };
};
