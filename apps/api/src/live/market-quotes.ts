import { type Bus, legibleEvent, type StoredRecord, type Subscription, topic } from '@gexstream/bus';
import { type Envelope, type EpochMs, isMarketEvent, type UnderlyingQuote } from '@gexstream/domain';
import type { CacheCounts } from './part-cache.ts';

/** Records of each partition that are looked back over at the start; who was silent for longer shows with its next tick. */
const lookBackRecords = 2_000;

/** What is known of an underlying itself; undefined is what nobody has said. */
export interface HeldQuote extends Omit<UnderlyingQuote, 'origin'> {
  /** The newest source time of quote and trade. */
  readonly newestMs: EpochMs;
}

/** The newest tick of each underlying, as topic `ticks` tells it. */
export interface MarketQuotes {
  /** Of a request, counted. */
  lookUp(symbol: string): HeldQuote | undefined;
  lookUps(): CacheCounts;
  all(): Iterable<HeldQuote>;
}

/** Follows the topic from now on, after a look back over its end. Records that are no ticks are passed over: they are told elsewhere. */
export const followQuotes = async (
  bus: Pick<Bus, 'subscribe' | 'offsets' | 'read'>,
): Promise<MarketQuotes & Pick<Subscription, 'done' | 'close'>> => {
  const quotes = new Map<string, HeldQuote>();
  let hits = 0;
  let misses = 0;
  const take = ({ value }: StoredRecord): void => {
    const event = legibleEvent(value);
    if (event !== null && isQuote(event)) quotes.set(event.underlying, merged(quotes.get(event.underlying), event));
  };
  const subscription = await bus.subscribe({
    topics: [topic.ticks.name],
    start: 'latest',
    onBatch: async ({ records }) => records.forEach(take),
  });
  try {
    for (const { partition, start, end } of await bus.offsets(topic.ticks.name)) {
      const from = Math.max(start, end - lookBackRecords);
      for (const record of await bus.read(topic.ticks.name, partition, from, end, lookBackRecords)) take(record);
    }
  } catch (cause) {
    await subscription.close();
    throw cause;
  }
  return {
    lookUp: (symbol) => {
      const found = quotes.get(symbol);
      if (found === undefined) misses++;
      else hits++;
      return found;
    },
    lookUps: () => ({ hits, misses }),
    all: () => quotes.values(),
    done: subscription.done,
    close: () => subscription.close(),
  };
};

type QuoteEvent = Envelope<'underlying-quote', UnderlyingQuote>;

const isQuote = (event: Envelope<string, unknown>): event is QuoteEvent =>
  isMarketEvent(event) && event.kind === 'underlying-quote';

/** Quote and trade each go by their own source time: what is older never replaces what is newer. */
const merged = (held: HeldQuote | undefined, { body, eventMs }: QuoteEvent): HeldQuote => {
  const { bid, ask, mark, last, volume, quoteMs = eventMs, tradeMs = eventMs } = body;
  const quoted = { ...price({ bid }), ...price({ ask }), ...price({ mark }) };
  const traded = { ...price({ last }), ...(volume !== undefined && volume >= 0 ? { volume } : {}) };
  let now: Omit<HeldQuote, 'newestMs'> = held ?? {};
  if (Object.keys(quoted).length > 0 && quoteMs >= (held?.quoteMs ?? quoteMs)) now = { ...now, ...quoted, quoteMs };
  if (Object.keys(traded).length > 0 && tradeMs >= (held?.tradeMs ?? tradeMs)) now = { ...now, ...traded, tradeMs };
  return { ...now, newestMs: Math.max(now.quoteMs ?? 0, now.tradeMs ?? 0) as EpochMs };
};

/** Nothing when it is no price. */
const price = <Name extends string>(field: Readonly<Record<Name, number | undefined>>): Partial<Record<Name, number>> => {
  const [value] = Object.values<number | undefined>(field);
  return value !== undefined && Number.isFinite(value) && value > 0 ? (field as Record<Name, number>) : {};
};
