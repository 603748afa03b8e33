import { isDeepStrictEqual } from 'node:util';
import { systemClock } from '@gexstream/actors';
import { epochMs, type Feed } from '@gexstream/domain';
import { gexLevels, gexProfiles, type RowOf, type Store, type Table } from '@gexstream/store';
import { openQuestDbStore } from '@gexstream/store/questdb';
import { Sender } from '@questdb/nodejs-client';
import { type QuestDbServer, questDbServer, serversMissing } from '../support/servers.ts';
import { WrongAnswerError } from './bench.ts';
import type { ReportBench } from './report-bench.ts';
import { storedRows } from './workloads/stored-rows.ts';

const rounds = 5;
const workloads = [
  { table: gexLevels, count: 20_000, batch: 1_000 },
  { table: gexLevels, count: 20_000, batch: 10_000 },
  { table: gexProfiles, count: 1_000, batch: 200 },
] as const;

interface Writing {
  readonly server: QuestDbServer;
  readonly feed: Feed;
  readonly store: Store;
  readonly table: Table;
  readonly batches: readonly (readonly RowOf<Table>[])[];
}
interface Cost {
  readonly rowsPerSecond: number;
  readonly cpuUsPerRow: number;
}

/** The same rows into the same server by our store and by the official client, until queries see them all. */
export const questDbWritesBench: ReportBench = {
  name: 'questdb-writes',
  about: 'rows written to QuestDB until queries see them: our store against the official client',
  run: async (say) => {
    const missing = serversMissing();
    if (missing !== null) throw new Error(missing);
    // As it runs in production, not as tests have it.
    const server = await questDbServer({ jvm: [] });
    try {
      for (const { table, count, batch } of workloads) {
        const rows = storedRows(table, count);
        const ours: Cost[] = [];
        const official: Cost[] = [];
        for (let round = 0; round < rounds; round++) {
          ours.push(await measured(server, table, rows, batch, byStore));
          official.push(await measured(server, table, rows, batch, byOfficialClient));
        }
        say(`${table.name}, ${count} rows in batches of ${batch}, all of them read back and equal`);
        say(`  ours      ${shown(ours)}`);
        say(`  official  ${shown(official)}`);
        say(
          `  ratio     ${ratio(ours, official, ({ rowsPerSecond }) => rowsPerSecond)} in rows/s, ${ratio(official, ours, ({ cpuUsPerRow }) => cpuUsPerRow)} in CPU`,
        );
      }
    } finally {
      await server.stop();
    }
  },
};

let feeds = 0;

const measured = async (
  server: QuestDbServer,
  table: Table,
  rows: readonly RowOf<Table>[],
  batch: number,
  write: (writing: Writing) => Promise<void>,
): Promise<Cost> => {
  feeds += 1;
  const feed: Feed = `sim-${feeds}`;
  const store = await openQuestDbStore({ ...server, feed, clock: systemClock() });
  try {
    await store.declareTables([table]);
    const batches = Array.from({ length: rows.length / batch }, (_, i) => rows.slice(i * batch, (i + 1) * batch));
    const cpuBefore = process.cpuUsage();
    const before = process.hrtime.bigint();
    await write({ server, feed, store, table, batches });
    while ((await store.count(table)) < rows.length) await new Promise((resolve) => setTimeout(resolve, 1));
    const seconds = Number(process.hrtime.bigint() - before) / 1e9;
    const { user, system } = process.cpuUsage(cpuBefore);
    const there = await store.range(table, { from: epochMs(0), to: epochMs(4e12), limit: 2 * rows.length });
    if (!isDeepStrictEqual(there, rows)) throw new WrongAnswerError('questdb-writes', Math.abs(there.length - rows.length) || 1);
    return { rowsPerSecond: rows.length / seconds, cpuUsPerRow: (user + system) / rows.length };
  } finally {
    await store.close();
  }
};

const byStore = async ({ store, table, batches }: Writing): Promise<void> => {
  for (const rows of batches) await store.append(table, rows);
};

/** As its documentation shows it: a flush a batch. It does not wait for queries to see each batch, as ours does. */
const byOfficialClient = async ({ server, feed, table, batches }: Writing): Promise<void> => {
  const { host, httpPort, user, password } = server;
  const sender = await Sender.fromConfig(
    `http::addr=${host}:${httpPort};username=${user};password=${password};protocol_version=2;auto_flush=off`,
  );
  const columns = Object.entries(table.columns).filter(([name]) => name !== table.timestamp);
  const symbolsFirst = columns.toSorted(([, a], [, b]) => Number(b.type === 'symbol') - Number(a.type === 'symbol'));
  for (const rows of batches) {
    for (const row of rows) {
      sender.table(`${feed}_${table.name}`);
      for (const [name, { type }] of symbolsFirst) {
        const cell = row[name];
        if (cell === null) continue;
        if (type === 'symbol') sender.symbol(name, cell);
        else if (type === 'double') sender.floatColumn(name, cell as number);
        else if (type === 'long') sender.intColumn(name, cell as number);
        else sender.arrayColumn(name, cell as unknown[]);
      }
      await sender.at(row[table.timestamp] as number, 'ms');
    }
    await sender.flush();
  }
  await sender.close();
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

const shown = (costs: readonly Cost[]): string => {
  const speeds = costs.map(({ rowsPerSecond }) => rowsPerSecond / 1000);
  return `${median(speeds).toFixed(1)} k rows/s (${Math.min(...speeds).toFixed(1)}–${Math.max(...speeds).toFixed(1)}), ${median(costs.map(({ cpuUsPerRow }) => cpuUsPerRow)).toFixed(1)} µs of this process's CPU a row`;
};

/** Of each round, so that what else the machine does falls on both. */
const ratio = (of: readonly Cost[], to: readonly Cost[], measure: (cost: Cost) => number): string =>
  `${median(of.map((cost, i) => measure(cost) / measure(to[i]!))).toFixed(1)}×`;
