import { type EpochMs, easternDate, isTradingDay } from '@gexstream/domain';
import { type FrameUpdates, frameBytesToDomain, frameToDomain } from '@gexstream/schwab';
import type { WireData } from '@gexstream/schwab/wire';
import type { Counters } from './counters.ts';
import type { Draft } from './draft.ts';

/** What a frame's data say of these underlyings, ready to be published; what is left out is counted. */
export const frameDrafts = (
  data: readonly WireData[],
  receivedMs: EpochMs,
  underlyings: ReadonlySet<string>,
  counters: Counters,
): readonly Draft[] => drafts(frameToDomain(data, contextAt(receivedMs)), underlyings, counters);

/** The same of a frame that nobody has decoded, as far as it is read. */
export const frameBytesDrafts = (
  bytes: Buffer,
  receivedMs: EpochMs,
  of: { readonly underlyings: ReadonlySet<string>; readonly isRead: ((underlying: string) => boolean) | null },
  counters: Counters,
): readonly Draft[] =>
  drafts(
    frameBytesToDomain(bytes, { ...contextAt(receivedMs), ...(of.isRead === null ? {} : { isWanted: of.isRead }) }),
    of.underlyings,
    counters,
  );

const contextAt = (receivedMs: EpochMs) => ({ receivedMs, tradingDay: isTradingDay(easternDate(receivedMs)) });

const drafts = ({ updates, rejected }: FrameUpdates, underlyings: ReadonlySet<string>, counters: Counters): readonly Draft[] => {
  counters.rejected(rejected);
  return updates.filter(({ underlying }) => underlyings.has(underlying));
};
