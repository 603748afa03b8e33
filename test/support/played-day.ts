import { join } from 'node:path';
import { expect } from 'vitest';
import { startProductWith } from './product.ts';
import { recordDay } from './recorded-day.ts';
import { scannerTables } from './scanner-log.ts';

const symbols = ['SPY', 'AMZN'];
/** What a table can be asked for at once. */
const rowsMax = 10_000;

/** A day of the simulated market around its 26 scans, as `gex record` keeps one. */
export const recordedScannerDay = async (folder: string): Promise<string> => {
  const file = join(folder, 'day.rec');
  await recordDay(file, { seed: 7, dates: ['2026-11-20'], followed: symbols, streamedContracts: 10, demanded: [] });
  return file;
};

export interface PlayedDay {
  /** Of each table of the scanner: its rows, each as a line, in order of their text. */
  readonly tables: Readonly<Record<string, readonly string[]>>;
  readonly api: Readonly<Record<string, unknown>>;
}

/** The recording through the whole product, as fast as it goes: what is stored of the scanner, and what the API says of it. */
export const playDay = async (environment: Readonly<Record<string, string>>, data: string, file: string): Promise<PlayedDay> => {
  const flags = ['--replay', file, '--speed', 'max', '--scan', symbols.join(',')];
  const product = await startProductWith(environment, data, ...flags);
  try {
    await expect.poll(product.printed, { timeout: 150_000, interval: 500 }).toContain('the replay is over');
    const json = async (path: string): Promise<unknown> => (await fetch(`${product.url}${path}`)).json();
    const lines = async (table: string): Promise<readonly string[]> => {
      const answer = await fetch(`${product.url}/api/tables/${table}?from=0&to=99999999999999&limit=${rowsMax}`);
      expect(answer.status, table).toBe(200);
      return (await answer.text()).trim().split('\n').slice(1).sort();
    };
    // The close is the last scan; its row comes after everything else of the day.
    const completed = async (): Promise<number> =>
      (await lines('scan_runs')).filter((line) => line.includes('"completed"')).length;
    await expect.poll(completed, { timeout: 120_000, interval: 500 }).toBe(26);
    const behind = async (): Promise<readonly string[]> => {
      const { lag } = (await json('/api/status')) as {
        readonly lag: Readonly<Record<string, { readonly records: number } | null>>;
      };
      return Object.keys(lag).filter((group) => (lag[group]?.records ?? 0) > 0);
    };
    let tables: Record<string, readonly string[]> = {};
    let before = '';
    // Nobody is behind, and a moment later neither: what one group had still to publish for another would show by more rows.
    await expect
      .poll(
        async () => {
          if ((await behind()).length > 0) return false;
          tables = Object.fromEntries(await Promise.all(scannerTables.map(async (name) => [name, await lines(name)] as const)));
          const now = JSON.stringify(tables);
          const settled = now === before;
          before = now;
          return settled;
        },
        { timeout: 120_000, interval: 2_000 },
      )
      .toBe(true);
    const paths = ['top-opportunities', 'market-sentiment', 'stock/SPY', 'historical/SPY', 'scan-status', 'outcomes'];
    const api = Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await json(`/api/${path}`)] as const)));
    return { tables, api };
  } finally {
    await product.kill();
  }
};
