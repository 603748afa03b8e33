import { underlyingOfSchwab } from '@gexstream/domain';
import {
  chainsPath,
  parseChain,
  parsePriceHistory,
  parseQuotes,
  priceHistoryPath,
  priceHistoryToDomain,
  quotesPath,
  quotesToDomain,
  SchwabError,
} from '@gexstream/schwab';
import type { FramePublisherMessage } from '../actors/frame-publisher.actor.ts';
import type { Counters } from '../counters.ts';
import { type Draft, gapDrafts } from '../draft.ts';
import { windowDrafts } from '../fetch-chain.ts';
import { frameBytesDrafts } from '../frame-drafts.ts';
import type { StoredEntry } from '../recording/recording-format.ts';

type PublisherMessage = Extract<FramePublisherMessage, { readonly type: 'publish' | 'mark' }>;

/** Whose part of a recording is read; what others have in it is passed over, and not counted; null: all of it. */
export type IsRead = (underlying: string) => boolean;

/** What ingest handed to its publisher when it received this, by the same conversions. */
export const replayedMessage = (
  entry: StoredEntry,
  underlyings: Set<string>,
  counters: Counters,
  isRead: IsRead | null = null,
): PublisherMessage => {
  const { receivedMs } = entry;
  if (entry.kind === 'mark') return { type: 'mark', at: receivedMs };
  const drafts = draftsOf(entry, underlyings, counters, isRead);
  return {
    type: 'publish',
    receivedMs,
    drafts: isRead === null ? drafts : drafts.filter(({ underlying }) => isRead(underlying)),
  };
};

const draftsOf = (entry: StoredEntry, underlyings: Set<string>, counters: Counters, isRead: IsRead | null): readonly Draft[] => {
  const { kind, receivedMs, body } = entry;
  switch (kind) {
    case 'frame':
      counters.frames += 1;
      return frameBytesDrafts(body, receivedMs, { underlyings, isRead }, counters);
    case 'answer':
      counters.restCalled('chains');
      return answerDrafts(entry, counters, isRead);
    case 'said': {
      const drafts = JSON.parse(body.toString()) as readonly Draft[];
      // What was followed on demand: its link is said before anything of it is streamed.
      for (const { kind: said, underlying } of drafts) if (said === 'feed-link') underlyings.add(underlying);
      return drafts;
    }
    case 'missing': {
      const { fromMs, toMs, entries } = JSON.parse(body.toString());
      const reason = `the recording's disk was too slow: ${entries} entries are missing`;
      return gapDrafts([...underlyings], receivedMs, { fromMs, toMs, reason });
    }
    case 'mark':
      return [];
  }
};

/** Chains, quotes and bars become records; the lists of expiries only led to them. An answer that could not be read gave nothing then, and gives nothing now. */
const answerDrafts = (entry: StoredEntry, counters: Counters, isRead: IsRead | null): readonly Draft[] => {
  const { pathname, searchParams } = new URL(entry.request, 'http://recorded');
  try {
    if (pathname === chainsPath) return chainDrafts(entry, searchParams, counters, isRead);
    if (pathname === priceHistoryPath) return barDrafts(entry, counters);
    return pathname === quotesPath ? quoteDrafts(entry, counters) : [];
  } catch (error) {
    if (!(error instanceof SchwabError)) throw error;
    counters.restFailed(error.code);
    return [];
  }
};

const chainDrafts = (
  { receivedMs, body }: StoredEntry,
  query: URLSearchParams,
  counters: Counters,
  isRead: IsRead | null,
): readonly Draft[] => {
  const underlying = underlyingOfSchwab(query.get('symbol') ?? '');
  if (isRead?.(underlying) === false) return [];
  const strikeCount = query.get('strikeCount');
  const window = {
    expiries: [query.get('fromDate') ?? '', query.get('toDate') ?? ''],
    ...(strikeCount === null ? {} : { strikeCount: Number(strikeCount) }),
  };
  const { drafts, answer } = windowDrafts(parseChain(body.toString()), underlying, window, receivedMs);
  counters.rejected(answer.rejected);
  return drafts;
};

const barDrafts = ({ receivedMs, body }: StoredEntry, counters: Counters): readonly Draft[] => {
  const { updates, rejected } = priceHistoryToDomain(parsePriceHistory(body.toString()), receivedMs);
  counters.rejected(rejected);
  return updates;
};

const quoteDrafts = ({ receivedMs, body }: StoredEntry, counters: Counters): readonly Draft[] => {
  const { updates, rejected } = quotesToDomain(parseQuotes(body.toString()), receivedMs);
  counters.rejected(rejected);
  return updates;
};
