import {
  type ExposuresEvent,
  type Feed,
  type FeedStatusEvent,
  freshnessOf,
  isOpen,
  type LevelsEvent,
  type SessionBaselineEvent,
} from '@gexstream/domain';
import { type Clock, type EpochMs, feedTimeAt } from '@gexstream/domain/time';
import { type CacheCounts, type PartCache, partCache } from './part-cache.ts';
import type { LiveEvent } from './readable-event.ts';
import {
  type AnswerHead,
  type CellsPart,
  cellsPart,
  type ExposuresPart,
  exposuresPart,
  type LevelsPart,
  levelsPart,
  type SerialisedAnswers,
  type SessionPart,
  serialisedAnswers,
  sessionPart,
} from './serialised-answers.ts';

/** The present, as the output topics tell it: the newest levels and cells of each underlying, and what ingest is connected to. */
export interface LiveView {
  /** Takes levels, cells and exposures in any order: what is older than what is held is ignored. Feed status comes in its topic's order. */
  take(event: LiveEvent): void;
  /** Underlyings with levels: in the order that ingest names them, then by name. */
  symbols(): readonly string[];
  answers(symbol: string): SerialisedAnswers | undefined;
  /** The same for a request, counted. */
  lookUp(symbol: string): SerialisedAnswers | undefined;
  /** Requests' look-ups that found their symbol, and that did not. */
  lookUps(): CacheCounts;
  /** Null before the first exposures of a symbol: they come more seldom than its levels. */
  exposures(symbol: string): ExposuresPart | null;
  /** Null before the first session that was seen to open. */
  session(symbol: string): SessionBaselineEvent | null;
  head(event: LevelsEvent | ExposuresEvent): AnswerHead;
  /** How old what stands for a moment is by now. */
  age(at: EpochMs, stream?: 'up' | 'down'): Pick<AnswerHead, 'ageMs' | 'status'>;
  feedStatus(): FeedStatusEvent | null;
  /** When ingest last said that it is live, by the feed's clock; null before it did. */
  lastConnected(): EpochMs | null;
  feed(): Feed;
  feedNow(): EpochMs;
  /** How often parts of answers were asked for, and were there already. */
  cache(): ReturnType<PartCache['counts']>;
}

interface Held {
  levels: LevelsPart | null;
  cells: CellsPart | null;
  exposures: ExposuresPart | null;
  session: SessionPart | null;
  answers: SerialisedAnswers | null;
}

export interface LiveViewOptions {
  readonly feed: Feed;
  /** The wall clock. */
  readonly clock: Clock;
}

export const liveView = ({ feed, clock }: LiveViewOptions): LiveView => {
  const bySymbol = new Map<string, Held>();
  const cache = partCache();
  let status: FeedStatusEvent | null = null;
  let newestMs: EpochMs | null = null;
  let connectedMs: EpochMs | null = null;
  let hits = 0;
  let misses = 0;

  const answers = (symbol: string): SerialisedAnswers | undefined => bySymbol.get(symbol)?.answers ?? undefined;

  const held = (symbol: string): Held => {
    const known = bySymbol.get(symbol) ?? { levels: null, cells: null, exposures: null, session: null, answers: null };
    bySymbol.set(symbol, known);
    return known;
  };

  const take = (event: LiveEvent): void => {
    newestMs = newestMs === null || event.eventMs > newestMs ? event.eventMs : newestMs;
    if (event.kind === 'feed-status') {
      status = event;
      if (event.body.state === 'live') connectedMs = event.eventMs;
    } else {
      const symbol = held(event.underlying);
      const before = symbol[event.kind === 'session-baseline' ? 'session' : event.kind];
      if (before !== null && !isNewer(event, before.event)) return;
      if (event.kind === 'levels') symbol.levels = levelsPart(event, cache);
      else if (event.kind === 'cells') symbol.cells = cellsPart(event, cache);
      else if (event.kind === 'session-baseline') symbol.session = sessionPart(event, cache);
      else {
        symbol.exposures = exposuresPart(event, cache);
        return;
      }
      symbol.answers = symbol.levels && serialisedAnswers(symbol.levels, symbol.cells, symbol.session);
    }
  };

  const feedNow = (): EpochMs => {
    if (status !== null) return feedTimeAt({ eventMs: status.eventMs, ...pick(status) }, clock.now());
    // Nobody has said what the feed's time is: a live feed's is the wall's, another's stands at what was seen last.
    return feed === 'live' || newestMs === null ? clock.now() : newestMs;
  };

  const age = (at: EpochMs, stream?: 'up' | 'down'): Pick<AnswerHead, 'ageMs' | 'status'> => {
    const now = feedNow();
    const ageMs = Math.max(0, Math.round(now - at));
    const open = isOpen(now);
    // Without a word from ingest nothing vouches for the age.
    return { ageMs, status: status === null && open ? 'stale' : freshnessOf(ageMs, open, stream) };
  };
  const head = ({ body }: LevelsEvent | ExposuresEvent): AnswerHead => ({
    ...age(body.newestMs, body.stream),
    feedNow: feedNow(),
  });

  return {
    take,
    symbols: () => {
      const named = status?.body.symbols.map(({ underlying }) => underlying) ?? [];
      const known = [...bySymbol].filter(([, { answers }]) => answers !== null).map(([symbol]) => symbol);
      return [...named.filter((symbol) => known.includes(symbol)), ...known.filter((symbol) => !named.includes(symbol)).sort()];
    },
    answers,
    lookUp: (symbol) => {
      const found = answers(symbol);
      if (found === undefined) misses++;
      else hits++;
      return found;
    },
    lookUps: () => ({ hits, misses }),
    exposures: (symbol) => bySymbol.get(symbol)?.exposures ?? null,
    session: (symbol) => bySymbol.get(symbol)?.session?.event ?? null,
    head,
    age,
    feedStatus: () => status,
    lastConnected: () => connectedMs,
    feed: () => feed,
    feedNow,
    cache: cache.counts,
  };
};

interface Ordered {
  readonly eventMs: EpochMs;
  readonly seq: number;
}

const isNewer = (event: Ordered, than: Ordered): boolean =>
  event.eventMs > than.eventMs || (event.eventMs === than.eventMs && event.seq > than.seq);

const pick = ({ body }: FeedStatusEvent) => ({ wallMs: body.wallMs, speed: body.speed });
