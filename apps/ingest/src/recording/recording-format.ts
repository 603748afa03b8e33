import type { EpochMs, Feed } from '@gexstream/domain';

/**
 * A recording: the magic, the format's version (u16), then blocks. A block is its length and the CRC-32 of its bytes (u32 each), then the
 * bytes, compressed by themselves with zstd: what is whole of a file cut anywhere can be read. The first block is the header, JSON; the
 * others hold entries one behind the other. All numbers are little-endian.
 */
export const magic = Buffer.from('gexstream recording\n', 'latin1');
export const formatVersion = 1;
export const preambleBytes = magic.length + 2;
export const blockHeadBytes = 8;
/** Of a block, before and after compression: the largest entry is a REST answer of 64 MiB. */
export const blockBytesMax = 96 * 2 ** 20;

/** The configuration a recording was made with. Nothing secret belongs to it. */
export interface RecordingHeader {
  readonly feed: Feed;
  readonly symbols: readonly string[];
  /** As `--carry` takes it. */
  readonly carry: string;
  readonly chainEveryMs: number;
  readonly streamedContractsMax: number;
  readonly restPerMinuteMax: number;
  /** By the feed's clock. */
  readonly startedMs: EpochMs;
}

/** `frame`: of the streamer. `answer`: of REST. `said`: what ingest itself tells on `market`. `mark`: how far time has come. `missing`: what was not written. */
export const entryKinds = ['frame', 'answer', 'said', 'mark', 'missing'] as const;
export type EntryKind = (typeof entryKinds)[number];

export interface RecordingEntry {
  readonly kind: EntryKind;
  /** By the feed's clock. */
  readonly receivedMs: EpochMs;
  /** Path and query of the call that was answered; empty for all else. */
  readonly request: string;
  readonly body: string;
}

/** As it is read: nearly all of a day is frames, which are read by their bytes. */
export interface StoredEntry extends Omit<RecordingEntry, 'body'> {
  /** In UTF-8; a piece of its block. */
  readonly body: Buffer;
}

/** Names what is wrong with a recording, and where. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}
