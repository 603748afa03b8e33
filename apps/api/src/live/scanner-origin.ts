import { type EpochMs, type Feed, feedSource, isSimulated } from '@gexstream/domain';
import type { OriginAnswer } from '../contract/scanner.ts';
import type { LiveView } from './live-view.ts';

/** Where what the scanner says comes from, and how old what was told at `atMs` is. */
export type OriginOf = (event: { readonly feed: Feed }, atMs: EpochMs) => OriginAnswer;

export const scannerOrigin =
  (view: Pick<LiveView, 'age'>): OriginOf =>
  ({ feed }, atMs) => {
    const { ageMs, status } = view.age(atMs);
    return { source: feedSource(feed), simulated: isSimulated(feed), age_ms: ageMs, status };
  };
