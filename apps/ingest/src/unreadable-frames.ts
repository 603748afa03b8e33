import { type BusRecord, deadLetter } from '@gexstream/bus';
import { type Clock, epochMs } from '@gexstream/domain';
import { redactedHead } from '@gexstream/schwab';

/** Keeps samples of frames that could not be read, without what may be secret in them. */
export interface UnreadableFrames {
  take(text: string, garbage: number): void;
}

/** A stream of garbage must not fill the topic. */
const sampleEveryMs = 10_000;
const utf8 = new TextEncoder();

export const unreadableFrames = (clock: Clock, put: (record: BusRecord) => void): UnreadableFrames => {
  let sampledMs = Number.NEGATIVE_INFINITY;
  let taken = 0;
  return {
    take: (text, garbage) => {
      taken += 1;
      const now = clock.now();
      if (now - sampledMs < sampleEveryMs) return;
      sampledMs = now;
      const value = utf8.encode(redactedHead(text));
      put(
        deadLetter(
          // The streamer is no topic: the number of the frame among the unreadable ones stands for its place.
          { topic: 'schwab-streamer', partition: 0, offset: taken, key: '', value, timestampMs: epochMs(now) },
          `${garbage} unreadable element(s) in a frame of ${text.length} characters; redacted sample`,
        ),
      );
    },
  };
};
