import { epochMs, type UnderlyingQuote } from '@gexstream/domain';

/** What a source states of an underlying; prices in points, volume in shares, times in epoch ms. */
export interface QuoteParts {
  readonly bid: number | undefined;
  readonly ask: number | undefined;
  readonly mark: number | undefined;
  readonly last: number | undefined;
  readonly volume: number | undefined;
  readonly quoteMs: number | undefined;
  readonly tradeMs: number | undefined;
}

/** A quote of the parts that are there; null when no price or volume is among them. */
export const underlyingQuote = (origin: UnderlyingQuote['origin'], parts: QuoteParts): UnderlyingQuote | null => {
  const { bid, ask, mark, last, volume, quoteMs, tradeMs } = parts;
  if (bid === undefined && ask === undefined && mark === undefined && last === undefined && volume === undefined) return null;
  return {
    origin,
    ...(bid === undefined ? {} : { bid }),
    ...(ask === undefined ? {} : { ask }),
    ...(last === undefined ? {} : { last }),
    ...(mark === undefined ? {} : { mark }),
    ...(volume === undefined ? {} : { volume }),
    ...(quoteMs === undefined ? {} : { quoteMs: epochMs(quoteMs) }),
    ...(tradeMs === undefined ? {} : { tradeMs: epochMs(tradeMs) }),
  };
};
