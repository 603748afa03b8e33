import { type EpochMs, easternDate, isTradingDay } from '@gexstream/domain';
import { frameToDomain } from '@gexstream/schwab';
import type { WireData } from '@gexstream/schwab/wire';
import type { Counters } from './counters.ts';
import type { Draft } from './draft.ts';

/** What a frame's data say of these underlyings, ready to be published; what is left out is counted. */
export const frameDrafts = (
  data: readonly WireData[],
  receivedMs: EpochMs,
  underlyings: ReadonlySet<string>,
  counters: Counters,
): readonly Draft[] => {
  const { updates, rejected } = frameToDomain(data, { receivedMs, tradingDay: isTradingDay(easternDate(receivedMs)) });
  counters.rejected(rejected);
  return updates.filter(({ underlying }) => underlyings.has(underlying));
};
