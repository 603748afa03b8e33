import { underlyingOfSchwab } from '@gexstream/domain';
import { chainsPath, decodeFrame, parseChain, SchwabError } from '@gexstream/schwab';
import type { FramePublisherMessage } from '../actors/frame-publisher.actor.ts';
import type { Counters } from '../counters.ts';
import { type Draft, gapDrafts } from '../draft.ts';
import { windowDrafts } from '../fetch-chain.ts';
import { frameDrafts } from '../frame-drafts.ts';
import type { RecordingEntry } from '../recording/recording-format.ts';

type PublisherMessage = Extract<FramePublisherMessage, { readonly type: 'publish' | 'mark' }>;

/** What ingest handed to its publisher when it received this, by the same conversions. */
export const replayedMessage = (
  entry: RecordingEntry,
  underlyings: ReadonlySet<string>,
  counters: Counters,
): PublisherMessage => {
  const { receivedMs } = entry;
  if (entry.kind === 'mark') return { type: 'mark', at: receivedMs };
  return { type: 'publish', receivedMs, drafts: draftsOf(entry, underlyings, counters) };
};

const draftsOf = (entry: RecordingEntry, underlyings: ReadonlySet<string>, counters: Counters): readonly Draft[] => {
  const { kind, receivedMs, body } = entry;
  switch (kind) {
    case 'frame':
      counters.frames += 1;
      return frameDrafts(decodeFrame(body).data, receivedMs, underlyings, counters);
    case 'answer':
      counters.restCalls += 1;
      return answerDrafts(entry, counters);
    case 'said':
      return JSON.parse(body) as readonly Draft[];
    case 'missing': {
      const { fromMs, toMs, entries } = JSON.parse(body);
      const reason = `the recording's disk was too slow: ${entries} entries are missing`;
      return gapDrafts([...underlyings], receivedMs, { fromMs, toMs, reason });
    }
    case 'mark':
      return [];
  }
};

/** Chains alone become records; the lists of expiries only led to them. An answer that could not be read gave nothing then, and gives nothing now. */
const answerDrafts = ({ request, receivedMs, body }: RecordingEntry, counters: Counters): readonly Draft[] => {
  const { pathname, searchParams } = new URL(request, 'http://recorded');
  if (pathname !== chainsPath) return [];
  const underlying = underlyingOfSchwab(searchParams.get('symbol') ?? '');
  const window = { expiries: [searchParams.get('fromDate') ?? '', searchParams.get('toDate') ?? ''] };
  try {
    const { drafts, answer } = windowDrafts(parseChain(body), underlying, window, receivedMs);
    counters.rejected(answer.rejected);
    return drafts;
  } catch (error) {
    if (!(error instanceof SchwabError)) throw error;
    counters.restFailed(error.code);
    return [];
  }
};
