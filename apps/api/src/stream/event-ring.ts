import type { EpochMs } from '@gexstream/domain/time';

export interface RingEntry {
  /** Numbers rise by one. */
  readonly number: number;
  /** null concerns every reader. */
  readonly symbol: string | null;
  readonly frame: Buffer;
  readonly sentMs: EpochMs;
}

/** The last events, for readers that come back: bounded in age and in bytes, which may be fewer later; the oldest go first. */
export interface EventRing {
  push(entry: RingEntry): void;
  /** What followed the event of this number; null when it is too long ago to say, or has not happened. */
  after(number: number): readonly RingEntry[] | null;
  /** Forgets everything up to and including this number. */
  startAt(number: number): void;
  bytes(): number;
}

export const eventRing = (ageMsMax: number, bytesMax: () => number): EventRing => {
  let entries: RingEntry[] = [];
  let bytes = 0;
  /** The newest number that is not held any more. */
  let forgotten = 0;

  return {
    push(entry) {
      entries.push(entry);
      bytes += entry.frame.length;
      const most = bytesMax();
      let gone = 0;
      while (gone < entries.length && (bytes > most || entries[gone]!.sentMs < entry.sentMs - ageMsMax)) {
        bytes -= entries[gone]!.frame.length;
        forgotten = entries[gone]!.number;
        gone++;
      }
      if (gone > 0) entries = entries.slice(gone);
    },
    after(number) {
      const newest = entries.at(-1)?.number ?? forgotten;
      if (number < forgotten || number > newest) return null;
      return entries.filter((entry) => entry.number > number);
    },
    startAt(number) {
      forgotten = number;
      entries = [];
      bytes = 0;
    },
    bytes: () => bytes,
  };
};
