import { epochMs, type Feed } from '@gexstream/domain';
import { allTables, type Column, type RowOf, StoreError, skewMetrics, type Table } from '@gexstream/store';
import { describe, expect, test } from 'vitest';
import { everything, reading, readings } from '../contract/store-readings.ts';
import { anyRow } from '../support/any-row.ts';
import { questDbStores, repeated } from '../support/questdb-stores.ts';
import { serversMissing } from '../support/servers.ts';

describe.skipIf(serversMissing() !== null)('the tables in QuestDB', () => {
  const on = questDbStores();

  describe('a table', () => {
    test('of another make is refused with each difference, and the statements it names mend it', async () => {
      on.newFeed();
      const name = `${on.feed}_readings`;
      await on.sql(
        `CREATE TABLE "${name}" (at TIMESTAMP, place SYMBOL, "sensor no" LONG, value LONG, error DOUBLE, note VARCHAR, good BOOLEAN, "checked at" TIMESTAMP, colour SYMBOL) TIMESTAMP(at) PARTITION BY DAY WAL DEDUP UPSERT KEYS(at, place)`,
      );
      const store = await on.open();
      const refused = await store.declareTables([readings]).then(
        () => '',
        (error: Error) => error.message,
      );
      expect(refused).toMatch(/key is declared as at, place, sensor no, the server has at, place;/);
      expect(refused).toMatch(/"value" is declared as DOUBLE, the server has LONG/);
      expect(refused).toMatch(/"colour" is declared as absent/);
      expect(refused).toMatch(/"the curve" is declared as DOUBLE\[\], the server has none/);
      expect(refused).toMatch(/STORE_TABLE_DIFFERS/);
      const statements = refused.slice(refused.indexOf('ALTER TABLE'), refused.lastIndexOf(' (STORE')).split('; ');
      for (const statement of statements) await on.sql(statement);
      await repeated(() => store.declareTables([readings]).catch(differsNot));
      await store.append(readings, [reading(0, { 'the curve': [1] })]);
      expect(await store.range(readings, everything)).toEqual([reading(0, { 'the curve': [1] })]);
    });
    /** Altering takes a moment to be seen. */
    const differsNot = (error: unknown): never => {
      throw error instanceof StoreError && error.code === 'STORE_TABLE_DIFFERS'
        ? new StoreError('STORE_FAILED', error.message)
        : error;
    };

    test('is on the server what its declaration says: cut, age, key, log, types, dictionaries', async () => {
      on.newFeed();
      await (await on.open()).declareTables(allTables);
      for (const table of allTables) {
        const name = `${on.feed}_${table.name}`;
        const [made] = await on.sql(
          `SELECT designatedTimestamp, partitionBy, ttlValue, ttlUnit, walEnabled, dedup FROM tables() WHERE table_name = '${name}'`,
        );
        expect({ table: table.name, ...made }).toEqual({
          table: table.name,
          designatedTimestamp: table.timestamp,
          walEnabled: true,
          dedup: true,
          ...cut[table.name],
        });
        const columns = await on.sql(`SELECT "column", "type", "upsertKey", symbolCapacity FROM table_columns('${name}')`);
        expect(columns).toEqual(Object.entries(table.columns).map(([column, of]) => ({ column, ...asMade(table, column, of) })));
      }
    });

    const age = async (of: Feed): Promise<unknown> =>
      (await on.sql(`SELECT ttlValue || ' ' || ttlUnit ttl FROM tables() WHERE table_name = '${of}_readings'`))[0]?.ttl;

    test('keeps what its declaration says, also when that changes, and a replayed feed keeps everything', async () => {
      const store = await on.holding([]);
      expect(await age(on.feed)).toBe('10 DAY');
      await store.declareTables([{ ...readings, retentionDays: 20 }]);
      expect(await age(on.feed)).toBe('20 DAY');
      on.newFeed('replay');
      await (await on.open()).declareTables([readings]);
      expect(await age(on.feed)).toBe('0 HOUR');
    });

    const dayMs = 86_400_000;
    test('counts age from its own newest row: a simulated market of years ago keeps its days, whatever the clock says', async () => {
      const store = await on.holding([]);
      const yearsAgo = Array.from({ length: 9 }, (_, day) => reading(day * dayMs - 3 * 365 * dayMs));
      for (const row of yearsAgo) await store.append(readings, [row]);
      expect(await store.count(readings)).toBe(9);
    });

    test('S-18: of the scanner forgets the days that are more than thirty before its newest', async () => {
      on.newFeed();
      const store = await on.open();
      await store.declareTables([skewMetrics]);
      const row = anyRow(skewMetrics) as RowOf<typeof skewMetrics>;
      const daysAgo = (days: number): RowOf<typeof skewMetrics> => ({ ...row, ts: epochMs(row.ts - days * dayMs) });
      for (const days of [40, 32, 29, 1, 0]) await store.append(skewMetrics, [daysAgo(days)]);
      const kept = async (): Promise<readonly number[]> =>
        (await store.range(skewMetrics, { from: epochMs(0), to: epochMs(4e12), limit: 9 })).map(
          ({ ts }) => (row.ts - ts) / dayMs,
        );
      await expect.poll(kept, { timeout: 30_000, interval: 250 }).toEqual([29, 1, 0]);
    });

    test('of a replayed feed keeps old days beside new ones', async () => {
      on.newFeed('replay');
      const store = await on.open();
      await store.declareTables([readings]);
      for (const day of [0, -400, 30, -30]) await store.append(readings, [reading(day * dayMs)]);
      expect(await store.count(readings)).toBe(4);
    });
  });
});

/** How each table of the product is cut, and when pieces of it go; QuestDB tells 24 months as 2 years. */
const cut: Readonly<Record<string, object>> = {
  gex_levels: { partitionBy: 'DAY', ttlValue: 730, ttlUnit: 'DAY' },
  gex_expiry_levels: { partitionBy: 'DAY', ttlValue: 90, ttlUnit: 'DAY' },
  gex_profiles: { partitionBy: 'DAY', ttlValue: 90, ttlUnit: 'DAY' },
  gex_exposures: { partitionBy: 'DAY', ttlValue: 730, ttlUnit: 'DAY' },
  gex_expiry_exposures: { partitionBy: 'DAY', ttlValue: 90, ttlUnit: 'DAY' },
  underlying_bars: { partitionBy: 'MONTH', ttlValue: 2, ttlUnit: 'YEAR' },
  underlying_ticks: { partitionBy: 'DAY', ttlValue: 30, ttlUnit: 'DAY' },
  feed_gaps: { partitionBy: 'MONTH', ttlValue: 2, ttlUnit: 'YEAR' },
  // S-18: the scanner's flows are forgotten after 30 days, to the day.
  ...Object.fromEntries(
    ['whale_flows', 'oi_flows', 'skew_metrics', 'opportunities', 'sentiment', 'scan_runs'].map((name) => [
      name,
      { partitionBy: 'DAY', ttlValue: 30, ttlUnit: 'DAY' },
    ]),
  ),
  outcomes: { partitionBy: 'MONTH', ttlValue: 2, ttlUnit: 'YEAR' },
  trade_outcomes: { partitionBy: 'MONTH', ttlValue: 2, ttlUnit: 'YEAR' },
};

const typeMade = {
  timestamp: 'TIMESTAMP',
  symbol: 'SYMBOL',
  text: 'VARCHAR',
  double: 'DOUBLE',
  long: 'LONG',
  boolean: 'BOOLEAN',
  doubles: 'DOUBLE[]',
} as const;

/** A column as the server shows it; it counts dictionaries in powers of two, and gives 256 where nothing is said. */
const asMade = (table: Table, name: string, { type, capacity = 256 }: Column) => ({
  type: typeMade[type],
  upsertKey: name === table.timestamp || table.key.includes(name),
  symbolCapacity: type === 'symbol' ? capacity : 0,
});
