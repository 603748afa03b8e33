import type { EpochMs } from '@gexstream/domain';
import { coalescedEntries } from './coalesced-entries.ts';
import type { Draft } from './draft.ts';
import { draftBytes } from './draft-size.ts';
import { DroppedDrafts, type DroppedTotal } from './dropped-drafts.ts';

/** What came together, or a time mark, waiting for its number. */
export type OutboxEntry =
  | { readonly drafts: readonly Draft[]; readonly receivedMs: EpochMs }
  /** Event time has come this far on every partition. */
  | { readonly mark: EpochMs };

export interface OutboxLimits {
  /** Of memory, about. */
  readonly bytesMax: number;
  readonly draftsMax: number;
}

/**
 * A minute without the bus at 5 000 updates a second in frames of 50 are 6 000 drafts and 51 MB; small frames take more memory an update, so
 * the bytes are the limit that counts.
 */
export const outboxLimits: OutboxLimits = { bytesMax: 64 * 2 ** 20, draftsMax: 50_000 };
/** One publish takes so much: a backlog drains in few calls, and a call that fails has little to repeat. */
const takeBytesMax = 2 ** 20;
/** Coalescing goes over all that waits: it has to leave so much room, or it would be due again with the next frame. */
const coalescedShareMax = 0.75;

export interface OutboxStatus {
  readonly drafts: number;
  readonly bytes: number;
  /** How long the oldest that waits or is being published has done so. */
  readonly waitedMs: number;
  readonly dropped: Readonly<Record<string, DroppedTotal>>;
  /** Option rows that newer ones took the place of before the bus had them. */
  readonly coalescedRows: number;
}

/**
 * What waits for the bus, in the order it came, not yet numbered: what finds no room leaves no hole in the numbers. When the memory is
 * full, of each contract the newest values stay; when that makes no room, what comes is dropped and counted until half has drained, and
 * then a gap for each underlying says what is missing, before anything newer.
 */
export class Outbox {
  readonly #limits: OutboxLimits;
  readonly #dropped = new DroppedDrafts();
  #waiting: OutboxEntry[] = [];
  /** Where in `waiting` the next one stands: taking from the front of a long array moves all of it. */
  #first = 0;
  #bytes = 0;
  #drafts = 0;
  #coalescedRows = 0;
  /** Coalescing again would not help before some of it has drained. */
  #coalescedInVain = false;
  /** Receipt of the oldest taken: nothing waits without something being published. */
  #takenMs: EpochMs | null = null;

  constructor(limits: OutboxLimits = outboxLimits) {
    this.#limits = limits;
  }

  put(drafts: readonly Draft[], receivedMs: EpochMs): void {
    if (drafts.length === 0) return;
    const bytes = bytesOf(drafts);
    if (!this.#dropped.any && this.#bytes + bytes > this.#limits.bytesMax) this.#coalesce();
    const fits = this.#bytes + bytes <= this.#limits.bytesMax && this.#drafts + drafts.length <= this.#limits.draftsMax;
    if (this.#dropped.any || !fits) this.#dropped.add(drafts, receivedMs);
    else this.#push(drafts, receivedMs, bytes);
  }

  /** A mark right behind another takes its place. While drafts are dropped none is set: the gap has to come before it. */
  mark(at: EpochMs): void {
    if (this.#dropped.any) return;
    const last = this.#waiting.at(-1);
    if (last !== undefined && 'mark' in last) this.#waiting[this.#waiting.length - 1] = { mark: at };
    else this.#waiting.push({ mark: at });
  }

  /** The next ones to publish, at least one if any wait. Call it when the ones taken before are kept. */
  take(now: EpochMs): readonly OutboxEntry[] {
    this.#resume(now);
    const taken: OutboxEntry[] = [];
    let bytes = 0;
    for (let next = this.#waiting[this.#first]; next !== undefined && bytes < takeBytesMax; next = this.#waiting[this.#first]) {
      taken.push(next);
      this.#first += 1;
      if ('mark' in next) continue;
      const size = bytesOf(next.drafts);
      bytes += size;
      this.#bytes -= size;
      this.#drafts -= next.drafts.length;
    }
    if (this.#first > this.#waiting.length / 2) {
      this.#waiting = this.#waiting.slice(this.#first);
      this.#first = 0;
    }
    this.#takenMs = receiptOf(taken[0]);
    this.#coalescedInVain = false;
    return taken;
  }

  status(now: EpochMs): OutboxStatus {
    const oldestMs = this.#takenMs ?? now;
    return {
      drafts: this.#drafts,
      bytes: this.#bytes,
      waitedMs: Math.max(0, now - oldestMs),
      dropped: this.#dropped.totals(),
      coalescedRows: this.#coalescedRows,
    };
  }

  #coalesce(): void {
    if (this.#coalescedInVain) return;
    const { entries, rows } = coalescedEntries(this.#waiting.slice(this.#first));
    this.#waiting = [...entries];
    this.#first = 0;
    this.#bytes = 0;
    this.#drafts = 0;
    for (const entry of entries) {
      if ('mark' in entry) continue;
      this.#bytes += bytesOf(entry.drafts);
      this.#drafts += entry.drafts.length;
    }
    this.#coalescedRows += rows;
    this.#coalescedInVain = this.#bytes > this.#limits.bytesMax * coalescedShareMax;
  }

  #push(drafts: readonly Draft[], receivedMs: EpochMs, bytes: number): void {
    this.#waiting.push({ drafts, receivedMs });
    this.#bytes += bytes;
    this.#drafts += drafts.length;
  }

  #resume(now: EpochMs): void {
    const half = this.#bytes <= this.#limits.bytesMax / 2 && this.#drafts <= this.#limits.draftsMax / 2;
    if (!this.#dropped.any || !half) return;
    const said = this.#dropped.take(now);
    this.#push(said, now, bytesOf(said));
  }
}

const bytesOf = (drafts: readonly Draft[]): number => drafts.reduce((sum, draft) => sum + draftBytes(draft), 0);

const receiptOf = (entry: OutboxEntry | undefined): EpochMs | null =>
  entry === undefined ? null : 'mark' in entry ? entry.mark : entry.receivedMs;
