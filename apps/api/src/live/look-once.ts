import { type BusAdmin, decodeEvent } from '@gexstream/bus';
import type { Feed, FeedStatusEvent } from '@gexstream/domain';
import type { Clock, EpochMs } from '@gexstream/domain/time';
import type { FeedStateBody } from '../contract/status.ts';
import { allSymbolsJson } from './all-symbols.ts';
import { feedState } from './feed-state.ts';
import { readLastValues } from './last-values.ts';
import { liveView } from './live-view.ts';
import { takeRecords } from './take-records.ts';

export interface Present {
  readonly state: FeedStateBody;
  /** By the feed's own clock: ingest's last word and the wall time since. */
  readonly feedNow: EpochMs;
  /** What ingest said last; null when it never did. */
  readonly feedStatus: FeedStatusEvent | null;
  readonly unreadable: number;
  /** The body of `/api/gex`. */
  readonly gexJson: string;
  /** Symbols whose newest levels and cells come from what ingest has received since its last start. */
  readonly freshSymbols: readonly string[];
}

/** The present, read off the topics once: for programs that look and go. */
export const lookOnce = async (bus: Pick<BusAdmin, 'offsets' | 'read'>, feed: Feed, clock: Clock): Promise<Present> => {
  const view = liveView({ feed, clock });
  const { take, unreadable } = takeRecords(view, decodeEvent, () => {});
  await readLastValues(bus, take);
  const run = view.feedStatus()?.run;
  return {
    state: feedState(view),
    feedNow: view.feedNow(),
    feedStatus: view.feedStatus(),
    unreadable: unreadable(),
    gexJson: allSymbolsJson(view),
    freshSymbols: view.symbols().filter((symbol) => {
      const { levels, cells } = view.answers(symbol)!;
      return levels.run === run && cells?.run === run;
    }),
  };
};
