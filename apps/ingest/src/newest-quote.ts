import { type EpochMs, epochMs, type UnderlyingQuote } from '@gexstream/domain';

const priceNames = ['bid', 'ask', 'mark'] as const;

interface Price {
  readonly value: number;
  readonly ms: number;
}

/**
 * The newest prices of one underlying, out of many quotes of the stream: whoever merges the result has what he would have had from all of
 * them. Bid, ask and mark share one time there, so what is older than any of them counts no more.
 */
export class NewestQuote {
  readonly #prices = new Map<(typeof priceNames)[number], Price>();
  #pricesMs = Number.NEGATIVE_INFINITY;
  #last: Price | null = null;
  #volume: number | null = null;

  /** `atMs`: the time of what has none of its own. */
  add(quote: UnderlyingQuote, atMs: EpochMs): void {
    const { last, volume, quoteMs = atMs, tradeMs = atMs } = quote;
    const stated = priceNames.filter((name) => quote[name] !== undefined);
    if (stated.length > 0 && quoteMs >= this.#pricesMs) {
      this.#pricesMs = quoteMs;
      for (const name of stated) this.#prices.set(name, { value: quote[name]!, ms: quoteMs });
    }
    if (last !== undefined && tradeMs >= (this.#last?.ms ?? Number.NEGATIVE_INFINITY)) this.#last = { value: last, ms: tradeMs };
    if (volume !== undefined) this.#volume = volume;
  }

  /** As few quotes as their times allow, oldest first; the last trade is in the last one. */
  quotes(): readonly UnderlyingQuote[] {
    const times = [...new Set([...this.#prices.values()].map(({ ms }) => ms))].sort((a, b) => a - b);
    const quotes = times.map((ms): UnderlyingQuote => {
      const here = [...this.#prices].filter(([, price]) => price.ms === ms).map(([name, { value }]) => [name, value]);
      return { origin: 'stream', ...Object.fromEntries(here), quoteMs: epochMs(ms) };
    });
    const rest = {
      ...(this.#last === null ? {} : { last: this.#last.value, tradeMs: epochMs(this.#last.ms) }),
      ...(this.#volume === null ? {} : { volume: this.#volume }),
    };
    if (Object.keys(rest).length === 0) return quotes;
    return [...quotes.slice(0, -1), { ...(quotes.at(-1) ?? { origin: 'stream' }), ...rest }];
  }
}
