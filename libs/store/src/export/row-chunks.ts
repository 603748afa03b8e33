import { type EpochMs, epochMs, isoTime } from '@gexstream/domain/time';
import { StoreError } from '../errors.ts';
import type { Row } from '../rows/check-rows.ts';
import type { Store } from '../store.ts';
import type { Column, Table } from '../table.ts';

export interface RowChunk {
  readonly rows: readonly Row[];
  /** No row before it is missing. */
  readonly until: EpochMs;
}

const chunkRows = 5_000;
/** Lists make rows a hundred times as heavy. */
const chunkRowsWithLists = 500;
const rowsPerMsMax = 1_000_000;
const firstSpanMs = 60_000;

/**
 * All rows of the span, oldest first. Asks for spans of time whose length follows what they held: doubled while nearly nothing comes,
 * halved when the limit bites (then the answer is not all of the span, and is asked for again in part).
 */
export async function* rowChunks<T extends Table>(
  store: Pick<Store, 'range'>,
  table: T,
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
): AsyncGenerator<RowChunk> {
  const limit = Object.values<Column>(table.columns).some(({ type }) => type === 'doubles') ? chunkRowsWithLists : chunkRows;
  let spanMs = firstSpanMs;
  for (let at: number = from; at < to; ) {
    const until = epochMs(Math.min(to, at + spanMs));
    // One millisecond cannot be cut: then as many rows as there are keys come at once.
    const asked = spanMs === 1 ? rowsPerMsMax : limit + 1;
    const rows = (await store.range(table, { from: epochMs(at), to: until, limit: asked })) as readonly Row[];
    if (rows.length > limit && spanMs > 1) {
      spanMs = Math.max(1, Math.floor(spanMs / 2));
      continue;
    }
    if (rows.length === rowsPerMsMax)
      throw new StoreError('STORE_FAILED', `table ${table.name} has ${rowsPerMsMax} rows or more at ${isoTime(epochMs(at))}`);
    if (rows.length > 0 || until === to) yield { rows, until };
    if (rows.length < limit / 4) spanMs *= 2;
    at = until;
  }
}
