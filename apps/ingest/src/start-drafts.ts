import type { EpochMs } from '@gexstream/domain';
import { type Draft, gapDrafts, linkDrafts } from './draft.ts';
import type { LastPublished } from './last-published.ts';

/** Who reads on has to know that time passed unseen, and that nothing is streamed until the stream is up. */
export const startDrafts = (underlyings: readonly string[], last: LastPublished, now: EpochMs): readonly Draft[] => {
  const gaps = underlyings.flatMap((underlying) => {
    const fromMs = last.eventMs.get(underlying);
    return fromMs === undefined ? [] : gapDrafts([underlying], now, { fromMs, toMs: now, reason: 'ingest was not running' });
  });
  return [...gaps, ...linkDrafts(underlyings, now, { stream: 'down', reason: 'ingest is starting' })];
};
