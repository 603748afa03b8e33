import { randomUUID } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { EpochMs } from '@gexstream/domain/time';
import { StoreError } from '../errors.ts';
import type { Store } from '../store.ts';
import type { Table } from '../table.ts';
import { csvFile } from './csv-file.ts';
import { rowChunks } from './row-chunks.ts';
import type { RowFile } from './row-file.ts';

export interface ExportOptions {
  /** Inclusive. */
  readonly from: EpochMs;
  /** Exclusive. */
  readonly to: EpochMs;
  readonly format: 'parquet' | 'csv';
  /** Replaced when it is there, and only once everything is written. Its folder must be there. */
  readonly path: string;
  readonly onProgress?: (progress: ExportProgress) => void;
}

export interface ExportProgress {
  readonly rows: number;
  /** Everything before it is written. */
  readonly until: EpochMs;
}

export interface ExportResult {
  readonly rows: number;
  /** Size of the file. */
  readonly bytes: number;
}

/**
 * Copies the rows of a time span into a file, oldest first, a bounded number at a time. CSV: RFC 4180 with a header, times as ISO 8601 UTC,
 * lists as JSON, null as nothing and an empty text as `""`; units and meanings stand beside it in `PATH.columns.csv`. Parquet: times as UTC
 * timestamps, units and meanings as key-value metadata (`column NAME`). Rejects with a `StoreError`.
 */
export const exportTable = async <T extends Table>(
  store: Pick<Store, 'range'>,
  table: T,
  options: ExportOptions,
): Promise<ExportResult> => {
  const path = resolve(options.path);
  const partial = `${path}.${randomUUID()}.partial`;
  try {
    const file = await opened(options.format, table, partial);
    let rows = 0;
    try {
      for await (const chunk of rowChunks(store, table, options)) {
        await file.append(chunk.rows);
        rows += chunk.rows.length;
        options.onProgress?.({ rows, until: chunk.until });
      }
    } finally {
      await file.close(rows);
    }
    await rename(partial, path);
    await file.describe(path);
    return { rows, bytes: (await stat(path)).size };
  } catch (error) {
    await rm(partial, { force: true });
    if (error instanceof StoreError) throw error;
    throw new StoreError('STORE_FAILED', `cannot export ${table.name} to ${options.path}: ${said(error)}`, error);
  }
};

const opened = async (format: ExportOptions['format'], table: Table, path: string): Promise<RowFile> => {
  if (format === 'csv') return csvFile(table, path);
  // Loaded when asked for: who exports CSV from QuestDB needs no DuckDB in memory.
  const { parquetFile } = await import('./parquet-file.ts');
  return parquetFile(table, path);
};

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));
