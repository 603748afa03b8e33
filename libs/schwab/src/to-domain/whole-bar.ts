import { epochMs, type UnderlyingBar } from '@gexstream/domain';
import type { Rejections } from './rejections.ts';
import { amount, positive, timeMs } from './wire-value.ts';

/** A bar as the wire has it, whatever its fields are called there. */
export type BarFields = Readonly<Record<keyof UnderlyingBar, unknown>>;

/** Null (and counted) unless it is a whole bar whose high and low hold its open and close. */
export const wholeBar = (fields: BarFields, symbol: string, rejections: Rejections): UnderlyingBar | null => {
  const price = (field: 'open' | 'high' | 'low' | 'close'): number | undefined =>
    positive(fields[field], field, symbol, rejections);
  const startMs = timeMs(fields.startMs, 'startMs', symbol, rejections);
  const [open, high, low, close] = [price('open'), price('high'), price('low'), price('close')];
  const volume = amount(fields.volume, 'volume', symbol, rejections) ?? 0;
  const whole = startMs !== undefined && open !== undefined && high !== undefined && low !== undefined && close !== undefined;
  if (whole && high >= Math.max(open, close) && low <= Math.min(open, close)) {
    return { startMs: epochMs(startMs), open, high, low, close, volume };
  }
  rejections.add('inconsistent bar', 'bar', symbol);
  return null;
};
