import { tableRowsMax } from '@gexstream/api';
import type { Clock } from '@gexstream/domain';
import { type Store, StoreError, type Table } from '@gexstream/store';
import { keyHint } from './key-hint.ts';

const answerMsMax = 60_000;
/** The page of a running product asks from the same address: together they stay below the 600 requests a minute that it answers. */
const requestEveryMs = 150;
const busyAttempts = 5;

/** The history of a process that holds the file, asked for over HTTP. Rejects with a `StoreError`. */
export const historyOverHttp = (url: string, key: string | undefined, clock: Clock): Pick<Store, 'range'> => ({
  range: async (table, { from, to, limit }) => {
    const asked = Math.min(limit, tableRowsMax);
    const address = new URL(`/api/tables/${table.name}`, url);
    address.search = new URLSearchParams({ from: `${Math.max(0, from)}`, to: `${to}`, limit: `${asked}` }).toString();
    const [head, ...lines] = (await answered(address, key, clock)).trimEnd().split('\n');
    const columns = Object.keys(table.columns);
    if (head !== JSON.stringify(columns))
      throw failed(table, `${url} has other columns: it runs another version; start it again with this one`);
    if (asked < limit && lines.length === asked)
      throw failed(table, `${url} gives ${asked} rows at once, and there are more of one moment; stop it and export again`);
    return lines.map((line) => rowOf(columns, JSON.parse(line) as readonly unknown[])) as never;
  },
});

const answered = async (address: URL, key: string | undefined, clock: Clock): Promise<string> => {
  for (let attempt = 1; ; attempt++) {
    await pause(clock, requestEveryMs);
    const answer = await fetch(address, {
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(answerMsMax),
    }).catch((cause: unknown) => {
      throw new StoreError('STORE_FAILED', `${address.origin} does not answer; it may have been stopped: run this again`, cause);
    });
    if (answer.ok) return answer.text();
    const text = (await answer.text()).slice(0, 300);
    if (answer.status !== 429 || attempt === busyAttempts)
      throw new StoreError('STORE_FAILED', `${address.origin} answers ${answer.status}: ${text}${keyHint(answer.status)}`);
    await pause(clock, 1_000 * Math.min(60, Number(answer.headers.get('retry-after')) || 1));
  }
};

const rowOf = (columns: readonly string[], values: readonly unknown[]): object =>
  Object.fromEntries(columns.map((name, index) => [name, values[index]]));

const failed = (table: Table, why: string): StoreError => new StoreError('STORE_FAILED', `table ${table.name}: ${why}`);

const pause = (clock: Clock, ms: number): Promise<void> => new Promise((resolve) => clock.after(ms, resolve));
