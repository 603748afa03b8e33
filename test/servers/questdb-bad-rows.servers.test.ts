import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { everything, type Reading, reading, readings, rejectsWith } from '../contract/store-readings.ts';
import { offsetsOf, questDbStores, repeated } from '../support/questdb-stores.ts';
import { serversMissing } from '../support/servers.ts';

describe.skipIf(serversMissing() !== null)('a row that QuestDB cannot keep', () => {
  const on = questDbStores();

  const five = Array.from({ length: 500 }, (_, i) => reading(i));
  // What the server refuses: no symbol may hold a zero character. The port has no opinion on it.
  const poisoned = five.with(317, reading(317, { place: 'roof\0' }));

  test('is quarantined alone, with the server’s reason', async () => {
    const told: unknown[] = [];
    const store = await on.holding([], { onQuarantined: (of, rows, reason) => void told.push([of.name, rows, reason]) });
    await store.append(readings, poisoned);
    expect(told).toEqual([['readings', [poisoned[317]], expect.stringMatching(/place/)]]);
    expect(await offsetsOf(store)).toEqual(five.map((_, i) => i).filter((i) => i !== 317));
  });

  test('is found among others like it, and beside those that only this store cannot keep', async () => {
    const bad = [0, 1, 250, 499];
    const rows = bad.reduce((all, i) => all.with(i, reading(i, { place: '\0' })), five).with(42, { ...reading(42), at: -1 });
    const told: number[] = [];
    const store = await on.holding([], {
      onQuarantined: (_, refused) => void told.push(...refused.map((row) => rows.indexOf(row as Reading))),
    });
    await store.append(readings, rows);
    expect(told.toSorted((a, b) => a - b)).toEqual([0, 1, 42, 250, 499]);
    expect(await store.count(readings)).toBe(495);
  });

  test('is found in a request of many megabytes, which the server refuses before it has read it', async () => {
    const curve = Array.from({ length: 1000 }, (_, i) => i / 3);
    const rows = five.map((_, i) => reading(i, { 'the curve': curve, ...(i === 2 ? { place: '\0' } : {}) }));
    const told: number[] = [];
    const store = await on.holding([], {
      onQuarantined: (_, refused) => void told.push(...refused.map((row) => rows.indexOf(row as Reading))),
    });
    await store.append(readings, rows);
    expect(told).toEqual([2]);
    expect(await store.count(readings)).toBe(499);
  });

  test('is STORE_BAD_ROW where nobody takes it, and nothing of the call is kept', async () => {
    const store = await on.holding([]);
    await rejectsWith('STORE_BAD_ROW', /readings, row 317: .*place/, store.append(readings, poisoned));
    await rejectsWith(
      'STORE_BAD_ROW',
      /row 1: column "at" is before 1970/,
      store.append(readings, [reading(0), { ...reading(1), at: -1 }]),
    );
    await rejectsWith(
      'STORE_BAD_ROW',
      /row 0: column "at" must lie within/,
      store.append(readings, [{ ...reading(1), at: 8.64e15 }]),
    );
    await rejectsWith(
      'STORE_BAD_ROW',
      /row 0: holds about 1000\d* bytes/,
      store.append(readings, [reading(0, { note: 'x'.repeat(1e6) })]),
    );
    expect(await store.count(readings)).toBe(0);
    await store.append(readings, five);
    expect(await store.count(readings)).toBe(500);
  });

  test('Q6: one bad row in 5 000 is found in few requests and quarantined alone, the 4 999 others are stored', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => reading(i, i === 3170 ? { place: 'roof\0' } : {}));
    const told: unknown[] = [];
    const store = await on.holding([], { onQuarantined: (_, refused, reason) => void told.push([...refused, reason]) });
    const requests = requestsToWrite();
    await store.append(readings, rows);
    expect(told).toEqual([[rows[3170], expect.stringMatching(/place/)]]);
    // The whole, twice, then two halves on each of the ways down.
    expect(requests()).toBeLessThanOrEqual(2 + 2 * Math.ceil(Math.log2(5000)));
    expect(await store.range(readings, everything)).toEqual(rows.toSpliced(3170, 1));
  });

  test('Q5: a table that is altered under its writer has its batches quarantined with the reason, and the other tables flow', async () => {
    const other = { ...readings, name: 'other_readings' };
    const told: (readonly [table: string, rows: readonly Reading[], reason: string])[] = [];
    const store = await on.holding([reading(0)], {
      onQuarantined: (table, refused, reason) => void told.push([table.name, refused as readonly Reading[], reason]),
    });
    await store.declareTables([other]);
    const altered = `"${on.feed}_readings"`;
    await on.sql(`ALTER TABLE ${altered} RENAME COLUMN value TO amount`);
    // Of what a writer that the server held open took meanwhile, nothing is lost: the column is the same under another name.
    const written: Reading[] = [];
    for (let i = 1; told.length < 2; i++) {
      const rows = [reading(2 * i), reading(2 * i + 1)];
      written.push(...rows);
      await repeated(() => store.append(readings, rows));
      await repeated(() => store.append(other, [reading(i)]));
      expect(await store.count(other)).toBe(i);
    }
    for (const [table, rows, reason] of told) {
      expect([table, rows.length]).toEqual(['readings', 2]);
      expect(reason).toMatch(/column "value" is declared as DOUBLE, the server has none.*STORE_TABLE_DIFFERS/);
    }
    // The next start refuses the table, and says what it found and how to mend it.
    await rejectsWith(
      'STORE_TABLE_DIFFERS',
      /_readings differs.*"amount" is declared as absent.*"value".*ADD COLUMN "value" DOUBLE/,
      (await on.open()).declareTables([readings]),
    );

    await on.sql(`ALTER TABLE ${altered} RENAME COLUMN amount TO value`);
    const mended = `SELECT "column" FROM table_columns('${on.feed}_readings') WHERE "column" = 'value'`;
    await expect.poll(() => on.sql(mended), { timeout: 30_000 }).toHaveLength(1);
    const quarantined = told.splice(0);
    for (const [, rows] of quarantined) await repeated(() => store.append(readings, rows));
    expect(told).toEqual([]);
    expect(await store.range(readings, everything)).toEqual([reading(0), ...written]);
  });

  test('Q5: without anybody to take its rows, an altered table is STORE_TABLE_DIFFERS', async () => {
    const store = await on.holding([reading(0)]);
    await on.sql(`ALTER TABLE "${on.feed}_readings" DROP COLUMN value`);
    // A writer that the server holds open takes one more batch, without the column that is gone from all other rows too.
    await store.append(readings, [reading(0)]).catch(() => undefined);
    const difference = /"value".*ADD COLUMN "value" DOUBLE/;
    await rejectsWith('STORE_TABLE_DIFFERS', difference, store.append(readings, [reading(1), reading(2)]));
  });
});

/** How many requests this process has sent to `/write` since. */
const requestsToWrite = (): (() => number) => {
  let count = 0;
  const started = (message: unknown): void => {
    if ((message as { readonly request: ClientRequest }).request.path.startsWith('/write')) count += 1;
  };
  subscribe('http.client.request.start', started);
  onTestFinished(() => void unsubscribe('http.client.request.start', started));
  return () => count;
};
