import { allTables, table } from '@gexstream/store';
import { describe, expect, test } from 'vitest';
import { storeContract } from '../contract/store.contract.ts';
import { everything, reading, readings, rejectsWith, start } from '../contract/store-readings.ts';
import { anyRow } from '../support/any-row.ts';
import { offsetsOf, questDbStores } from '../support/questdb-stores.ts';
import { serversMissing } from '../support/servers.ts';

// A zone that is not UTC shows every place where the machine's would matter.
process.env.TZ = 'America/New_York';

describe.skipIf(serversMissing() !== null)('QuestDB', () => {
  const on = questDbStores();

  storeContract('QuestDB', {
    open: async () => {
      on.newFeed();
      return on.open();
    },
    reopen: () => on.open(),
    can: { keepBefore1970: false, trimToTheRow: false },
  });

  describe('texts', () => {
    test('survive whatever they hold, also where they are keys', async () => {
      const texts = [
        '',
        ' ',
        '"',
        "'",
        '\\',
        'a\nb\r\tc',
        'a b,c=d',
        ',',
        '=',
        '\\"',
        '日本 😀',
        '\u0001',
        'NaN',
        'null',
        '1i',
        't',
      ];
      const rows = texts.map((text, i) => reading(i, { place: text, note: text }));
      expect(await (await on.holding(rows)).range(readings, everything)).toEqual(rows);
    });

    test('moments outside the key may lie anywhere in the years 1 to 9999', async () => {
      const moments = [-62_135_596_800_000, -1, 0, 253_402_300_799_999];
      const rows = moments.map((moment, i) => reading(i, { 'checked at': moment }));
      expect(await (await on.holding(rows)).range(readings, everything)).toEqual(rows);
    });
  });

  describe('a user who may only read', () => {
    const reader = () => ({ user: on.server.readonlyUser, password: on.server.readonlyPassword });

    test('declares and reads what others made, and cannot write', async () => {
      await on.holding([reading(0)]);
      const store = await on.open(reader());
      await store.declareTables([readings]);
      expect(await offsetsOf(store)).toEqual([0]);
      await rejectsWith('STORE_FAILED', /user user may not write/, store.append(readings, [reading(1)]));
      await expect(on.sql(`INSERT INTO "${on.feed}_readings" (at) VALUES (0)`, reader())).rejects.toThrow(/denied/);
      expect(await offsetsOf(store)).toEqual([0]);
    });

    test('is told that another app must make the tables', async () => {
      on.newFeed();
      await rejectsWith(
        'STORE_FAILED',
        /an app whose user may write must start first/,
        (await on.open(reader())).declareTables([readings]),
      );
    });
  });

  test('tables of one feed are not those of another', async () => {
    const one = await on.holding([reading(0)]);
    const two = await on.holding([reading(1), reading(2)]);
    expect([await one.count(readings), await two.count(readings)]).toEqual([1, 2]);
    for (const wrong of ['sim-a_b', 'sim-A', 'sim-"', 'sim-a/b'] as const)
      await expect(on.open({ feed: wrong })).rejects.toThrow(/cannot name tables/);
  });

  test('tables of the product can all be made, written and read', async () => {
    on.newFeed();
    const store = await on.open();
    await store.declareTables(allTables);
    for (const each of allTables) {
      const row = anyRow(each);
      await store.append(each, [row]);
      expect(await store.latest(each)).toEqual([row]);
    }
  });

  test('several writers to one table do not hinder each other', async () => {
    const stores = [await on.holding([]), await on.open(), await on.open()];
    await Promise.all(stores.map((store) => store.declareTables([readings])));
    await Promise.all(
      stores.map((store, s) =>
        Promise.all(
          Array.from({ length: 10 }, (_, b) =>
            store.append(
              readings,
              Array.from({ length: 20 }, (_, i) => reading(b * 20 + i, { 'sensor no': s })),
            ),
          ),
        ),
      ),
    );
    expect(await stores[0]?.count(readings)).toBe(600);
  });

  test('a table without a key keeps one row a moment', async () => {
    on.newFeed();
    const plain = table({
      name: 'plain',
      doc: 'p',
      timestamp: 'at',
      key: [],
      retentionDays: 1,
      columns: { at: readings.columns.at, n: { type: 'long', unit: '1', doc: 'n' } },
    });
    const store = await on.open();
    await store.declareTables([plain]);
    await store.append(plain, [
      { at: start, n: 1 },
      { at: start, n: 2 },
      { at: start + 1, n: 3 },
    ]);
    expect(await store.latest(plain)).toEqual([{ at: start + 1, n: 3 }]);
    expect(await store.count(plain)).toBe(2);
  });
});
