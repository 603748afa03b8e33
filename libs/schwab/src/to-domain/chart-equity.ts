import { epochMs, type UnderlyingBar } from '@gexstream/domain';
import { chartField, type WireContent } from '../wire/index.ts';
import type { Rejections } from './rejections.ts';
import { amount, positive, timeMs } from './wire-value.ts';

/** One content of CHART_EQUITY; null (and counted) unless it is a whole bar whose high and low hold its open and close. */
export const chartContentToBar = (content: WireContent, rejections: Rejections): UnderlyingBar | null => {
  const symbol = content.key;
  const price = (number: string, field: string): number | undefined => positive(content[number], field, symbol, rejections);
  const startMs = timeMs(content[chartField.chartTime], 'startMs', symbol, rejections);
  const open = price(chartField.open, 'open');
  const high = price(chartField.high, 'high');
  const low = price(chartField.low, 'low');
  const close = price(chartField.close, 'close');
  const volume = amount(content[chartField.volume], 'volume', symbol, rejections) ?? 0;
  const whole = startMs !== undefined && open !== undefined && high !== undefined && low !== undefined && close !== undefined;
  if (whole && high >= Math.max(open, close) && low <= Math.min(open, close)) {
    return { startMs: epochMs(startMs), open, high, low, close, volume };
  }
  rejections.add('inconsistent bar', 'bar', symbol);
  return null;
};
