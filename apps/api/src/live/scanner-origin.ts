import { type EpochMs, type Feed, feedSource, isSimulated } from '@gexstream/domain';
import type { OriginAnswer } from '../contract/scanner.ts';
import type { LiveView } from './live-view.ts';

/** Where what the scanner says comes from, and how old it is. */
export type OriginOf = (event: { readonly feed: Feed; readonly eventMs: EpochMs }) => OriginAnswer;

export const scannerOrigin =
  (view: Pick<LiveView, 'age'>): OriginOf =>
  ({ feed, eventMs }) => {
    const { ageMs, status } = view.age(eventMs);
    return { source: feedSource(feed), simulated: isSimulated(feed), age_ms: ageMs, status };
  };
