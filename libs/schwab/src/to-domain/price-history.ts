import { type EpochMs, underlyingOfSchwab } from '@gexstream/domain';
import type { WirePriceHistory } from '../wire/index.ts';
import type { FrameUpdate } from './frame.ts';
import { type Rejected, Rejections } from './rejections.ts';
import { wholeBar } from './whole-bar.ts';

type BarUpdate = Extract<FrameUpdate, { readonly kind: 'underlying-bar' }>;

/** The bars of an answer of GET /pricehistory, in its order; they are news of the moment they were received. */
export const priceHistoryToDomain = (
  { symbol, candles }: WirePriceHistory,
  receivedMs: EpochMs,
): { readonly updates: readonly BarUpdate[]; readonly rejected: readonly Rejected[] } => {
  const rejections = new Rejections();
  const underlying = underlyingOfSchwab(symbol);
  const updates = candles.flatMap(({ datetime, open, high, low, close, volume }): BarUpdate[] => {
    const body = wholeBar({ startMs: datetime, open, high, low, close, volume }, symbol, rejections);
    return body === null ? [] : [{ kind: 'underlying-bar', underlying, sourceMs: receivedMs, body }];
  });
  return { updates, rejected: rejections.list() };
};
