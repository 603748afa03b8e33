import { type EpochMs, epochMs } from '@gexstream/domain';
import type { Draft } from './draft.ts';
import { NewestQuote } from './newest-quote.ts';
import { NewestUpdates } from './newest-updates.ts';
import type { OutboxEntry } from './outbox.ts';

/** What the stream said of one underlying since something of it that has to keep its place. */
interface Run {
  readonly updates: NewestUpdates;
  readonly quote: NewestQuote;
  sourceMs: EpochMs;
  receivedMs: EpochMs;
}

export interface Coalesced {
  readonly entries: readonly OutboxEntry[];
  /** Option rows that newer ones took the place of. */
  readonly rows: number;
}

/** Of one record, as everywhere. */
const rowsMax = 2_000;

/**
 * The same backlog with only the newest value of each contract's fields, and of each quote's. Links, gaps, bars and chain answers keep
 * their place: what the stream said before one of them stays before it. Of the time marks the last remains: nobody can tell any more
 * what stood at the others.
 */
export const coalescedEntries = (entries: readonly OutboxEntry[]): Coalesced => {
  const runs = new Map<string, Run>();
  const out: OutboxEntry[] = [];
  let mark: OutboxEntry | null = null;
  let rows = 0;
  const close = (underlying: string): void => {
    const run = runs.get(underlying);
    if (run === undefined) return;
    runs.delete(underlying);
    const drafts = draftsOf(underlying, run);
    rows += run.updates.rowsAdded - rowsIn(drafts);
    out.push({ drafts, receivedMs: run.receivedMs });
  };

  for (const entry of entries) {
    if ('mark' in entry) {
      mark = entry;
      continue;
    }
    const { drafts, receivedMs } = entry;
    for (const draft of drafts) if (isStreamed(draft)) take(runs, draft, receivedMs);
    const others = drafts.filter((draft) => !isStreamed(draft));
    if (others.length === 0) continue;
    for (const underlying of new Set(others.map((draft) => draft.underlying))) close(underlying);
    if (mark !== null) out.push(mark);
    mark = null;
    out.push({ drafts: others, receivedMs });
  }
  for (const underlying of [...runs.keys()]) close(underlying);
  if (mark !== null) out.push(mark);
  return { entries: out, rows };
};

type StreamedDraft = Extract<Draft, { readonly kind: 'option-updates' | 'underlying-quote' }>;

const isStreamed = (draft: Draft): draft is StreamedDraft =>
  (draft.kind === 'option-updates' || draft.kind === 'underlying-quote') && draft.body.origin === 'stream';

const take = (runs: Map<string, Run>, draft: StreamedDraft, receivedMs: EpochMs): void => {
  const sourceMs = epochMs(Math.min(draft.sourceMs, receivedMs));
  const run = runs.get(draft.underlying) ?? { updates: new NewestUpdates(), quote: new NewestQuote(), sourceMs, receivedMs };
  runs.set(draft.underlying, run);
  run.sourceMs = epochMs(Math.max(run.sourceMs, sourceMs));
  run.receivedMs = receivedMs;
  if (draft.kind === 'option-updates') run.updates.add(draft.body, sourceMs);
  else run.quote.add(draft.body, sourceMs);
};

const draftsOf = (underlying: string, { updates, quote, sourceMs }: Run): readonly Draft[] => [
  ...quote.quotes().map((body): Draft => ({ kind: 'underlying-quote', underlying, sourceMs, body })),
  ...updates.records(rowsMax).map((body): Draft => ({ kind: 'option-updates', underlying, sourceMs, body })),
];

const rowsIn = (drafts: readonly Draft[]): number =>
  drafts.reduce((sum, draft) => sum + (draft.kind === 'option-updates' ? draft.body.symbols.length : 0), 0);
