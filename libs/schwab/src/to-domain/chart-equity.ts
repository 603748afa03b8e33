import type { UnderlyingBar } from '@gexstream/domain';
import { chartField, type WireContent } from '../wire/index.ts';
import type { Rejections } from './rejections.ts';
import { wholeBar } from './whole-bar.ts';

/** One content of CHART_EQUITY. */
export const chartContentToBar = (content: WireContent, rejections: Rejections): UnderlyingBar | null =>
  wholeBar(
    {
      startMs: content[chartField.chartTime],
      open: content[chartField.open],
      high: content[chartField.high],
      low: content[chartField.low],
      close: content[chartField.close],
      volume: content[chartField.volume],
    },
    content.key,
    rejections,
  );
