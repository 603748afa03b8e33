import {
  type EpochMs,
  epochMs,
  type OptionUpdates,
  type UnderlyingBar,
  type UnderlyingQuote,
  underlyingOfSchwab,
} from '@gexstream/domain';
import type { WireData } from '../wire/index.ts';
import { chartContentToBar } from './chart-equity.ts';
import { equityContentToQuote } from './level-one-equities.ts';
import { optionContentsToUpdates } from './level-one-options.ts';
import { type Rejected, Rejections } from './rejections.ts';
import { timeMs } from './wire-value.ts';

/** One thing a frame says about one underlying. */
export type FrameUpdate =
  | { readonly kind: 'underlying-quote'; readonly underlying: string; readonly sourceMs: EpochMs; readonly body: UnderlyingQuote }
  | { readonly kind: 'underlying-bar'; readonly underlying: string; readonly sourceMs: EpochMs; readonly body: UnderlyingBar }
  | { readonly kind: 'option-updates'; readonly underlying: string; readonly sourceMs: EpochMs; readonly body: OptionUpdates };

export interface FrameUpdates {
  /** In the order of the frame. */
  readonly updates: readonly FrameUpdate[];
  readonly rejected: readonly Rejected[];
}

export interface FrameContext {
  readonly receivedMs: EpochMs;
  /** See `ChainContext.tradingDay`. */
  readonly tradingDay: boolean;
}

/** The data part of a frame as domain updates; services nobody asked for are passed over. */
export const frameToDomain = (data: readonly WireData[], context: FrameContext): FrameUpdates => {
  const rejections = new Rejections();
  const updates: FrameUpdate[] = [];
  for (const part of data) {
    const stated = timeMs(part.timestamp, 'timestamp', part.service, rejections);
    const sourceMs = stated === undefined ? context.receivedMs : epochMs(stated);
    switch (part.service) {
      case 'LEVELONE_EQUITIES':
        for (const content of part.content) {
          const body = equityContentToQuote(content, rejections);
          if (body !== null)
            updates.push({ kind: 'underlying-quote', underlying: underlyingOfSchwab(content.key), sourceMs, body });
        }
        break;
      case 'CHART_EQUITY':
        for (const content of part.content) {
          const body = chartContentToBar(content, rejections);
          if (body !== null)
            updates.push({ kind: 'underlying-bar', underlying: underlyingOfSchwab(content.key), sourceMs, body });
        }
        break;
      case 'LEVELONE_OPTIONS':
        for (const [underlying, body] of optionContentsToUpdates(part.content, sourceMs, context.tradingDay, rejections)) {
          updates.push({ kind: 'option-updates', underlying, sourceMs, body });
        }
        break;
    }
  }
  return { updates, rejected: rejections.list() };
};
