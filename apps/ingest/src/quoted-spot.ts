import type { UnderlyingQuote } from '@gexstream/domain';

/** The price that one quote names, points; null when it names none. */
export const quotedSpot = ({ last, mark, bid, ask }: UnderlyingQuote): number | null =>
  last ?? mark ?? (bid !== undefined && ask !== undefined ? (bid + ask) / 2 : null);
