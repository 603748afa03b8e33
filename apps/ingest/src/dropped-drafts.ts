import { type EpochMs, epochMs, type FeedLink } from '@gexstream/domain';
import { type Draft, gapDrafts, linkDrafts } from './draft.ts';
import { draftUpdates } from './draft-size.ts';

/** Of one underlying, since the start. */
export interface DroppedTotal {
  readonly records: number;
  readonly updates: number;
}

interface Dropped extends DroppedTotal {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  /** The newest one that was dropped: readers have to know how the stream stands. */
  readonly link: FeedLink | null;
}

/** Remembers what was dropped until it can be said: one line for each underlying, however much it was. */
export class DroppedDrafts {
  readonly #open = new Map<string, Dropped>();
  readonly #totals = new Map<string, DroppedTotal>();

  get any(): boolean {
    return this.#open.size > 0;
  }

  add(drafts: readonly Draft[], receivedMs: EpochMs): void {
    for (const draft of drafts) {
      const { underlying } = draft;
      const before = this.#open.get(underlying) ?? { fromMs: receivedMs, toMs: receivedMs, records: 0, updates: 0, link: null };
      // A gap that is dropped is not forgotten: the one that will be said covers it.
      const fromMs = draft.kind === 'gap' ? draft.body.fromMs : before.fromMs;
      this.#open.set(underlying, {
        ...sum(before, draft),
        fromMs: epochMs(Math.min(before.fromMs, fromMs)),
        toMs: epochMs(Math.max(before.toMs, receivedMs)),
        link: draft.kind === 'feed-link' ? draft.body : before.link,
      });
      this.#totals.set(underlying, sum(this.#totals.get(underlying) ?? { records: 0, updates: 0 }, draft));
    }
  }

  totals(): Readonly<Record<string, DroppedTotal>> {
    return Object.fromEntries(this.#totals);
  }

  /** What says it: a gap for each underlying, with the link's state behind it where that changed meanwhile. Then nothing is open. */
  take(now: EpochMs): readonly Draft[] {
    const said = [...this.#open].flatMap(([underlying, { fromMs, toMs, records, updates, link }]) => {
      const reason = `the bus was away for longer than ingest can hold: ${records} records with ${updates} updates dropped`;
      return [
        ...gapDrafts([underlying], now, { fromMs, toMs, reason }),
        ...(link === null ? [] : linkDrafts([underlying], now, link)),
      ];
    });
    this.#open.clear();
    return said;
  }
}

const sum = ({ records, updates }: DroppedTotal, draft: Draft): DroppedTotal => ({
  records: records + 1,
  updates: updates + draftUpdates(draft),
});
