import { systemClock } from '@gexstream/actors';
import { inspectQuestDb, openQuestDbStore } from '@gexstream/store/questdb';
import { describe, expect, onTestFinished, test } from 'vitest';
import { seededRandom } from '../bench/workloads/random.ts';
import { everything, type Reading, reading, readings, rejectsWith } from '../contract/store-readings.ts';
import { offsetsOf, questDbStores, repeated } from '../support/questdb-stores.ts';
import { serversMissing } from '../support/servers.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';

describe.skipIf(serversMissing() !== null)('a QuestDB that fails', () => {
  // The mode lets a test suspend a table as a full disk would.
  const on = questDbStores({ environment: { QDB_DEV_MODE_ENABLED: 'true' } });

  test('Q1: killed in the middle of batches it loses nothing acknowledged, and repeating the rest doubles nothing', async () => {
    const store = await on.holding([]);
    const batches = Array.from({ length: 30 }, (_, b) =>
      Array.from({ length: 500 }, (_, i) => reading(b * 500 + i, { 'the curve': [b, i] })),
    );
    const acknowledged: number[] = [];
    for (let next = 0; next < batches.length; ) {
      const dying = next < 20;
      const part = batches.slice(next, next + 10);
      const writes = part.map((rows, i) => store.append(readings, rows).then(() => void acknowledged.push(next + i)));
      const settled = Promise.allSettled(writes);
      // After the first of them is acknowledged, while another is on its way.
      if (dying) {
        await writes[0];
        await on.server.kill('SIGKILL');
      }
      await settled;
      if (dying) await on.server.restart();
      const kept = new Set(await offsetsOf(store));
      for (const b of acknowledged) expect(kept.has(b * 500) && kept.has(b * 500 + 499)).toBe(true);
      for (const [i, rows] of part.entries())
        if (!acknowledged.includes(next + i)) await repeated(() => store.append(readings, rows));
      next += part.length;
    }
    expect(await store.range(readings, everything)).toEqual(batches.flat());
  }, 120_000);

  test('Q1: restarted in good order while it is written to, it has the rows of a clean run', async () => {
    const store = await on.holding([]);
    const batches = Array.from({ length: 20 }, (_, b) => Array.from({ length: 100 }, (_, i) => reading(b * 100 + i)));
    let restart: Promise<void> | undefined;
    for (const [b, rows] of batches.entries()) {
      if (b === 5) restart = on.server.restart();
      await repeated(() => store.append(readings, rows));
    }
    await restart;
    expect(await store.range(readings, everything)).toEqual(batches.flat());
  }, 120_000);

  test('Q2: an acknowledgement that is lost after the commit doubles nothing when the batch comes again', async () => {
    const proxy = await tcpProxy(on.server.httpPort);
    onTestFinished(() => proxy.close());
    const store = await on.holding([], { httpPort: proxy.port });
    const rows = Array.from({ length: 1000 }, (_, i) => reading(i, { note: `${i}` }));
    proxy.swallowAnswers(true);
    const unanswered = store.append(readings, rows).then(
      () => 'acknowledged',
      (error: Error) => error.message,
    );
    // The server has them all, and whoever wrote them has not learnt it.
    await expect.poll(() => store.count(readings), { timeout: 60_000 }).toBe(1000);
    proxy.reset();
    expect(await unanswered).toMatch(/were not acknowledged.*STORE_FAILED/);
    proxy.swallowAnswers(false);
    await repeated(() => store.append(readings, rows));
    await store.append(readings, rows.slice(500));
    expect(await store.range(readings, everything)).toEqual(rows);
  });

  test('is said to be away, and the same store goes on when it is back', async () => {
    const store = await on.holding([reading(0)]);
    await on.server.kill('SIGKILL');
    await rejectsWith('STORE_FAILED', /ECONNREFUSED|connect|terminated/i, store.append(readings, [reading(1)]));
    await rejectsWith('STORE_FAILED', /cannot read/, store.range(readings, everything));
    const { host, httpPort, pgPort, user, password } = on.server;
    const another = openQuestDbStore({ host, httpPort, pgPort, user, password, feed: on.feed, clock: systemClock() });
    await rejectsWith('STORE_FAILED', new RegExp(`127.0.0.1:${pgPort}: cannot connect`), another);
    let failures = 0;
    const writing = repeated(
      () => store.append(readings, [reading(1)]),
      () => {
        failures += 1;
      },
    );
    await expect.poll(() => failures, { timeout: 60_000 }).toBeGreaterThan(10);
    await on.server.restart();
    expect(new Set(await writing)).toEqual(new Set(['STORE_FAILED']));
    expect(await offsetsOf(store)).toEqual([0, 1]);
  }, 120_000);

  test('Q4: a suspended table is said, with the statement that mends it, takes nothing more until then, and loses nothing', async () => {
    const proxy = await tcpProxy(on.server.httpPort);
    onTestFinished(() => proxy.close());
    const store = await on.holding([reading(0)], { httpPort: proxy.port });
    const name = `${on.feed}_readings`;
    await on.sql(`ALTER TABLE "${name}" SUSPEND WAL WITH 'DISK FULL', 'No space left on device'`);
    const resume = `ALTER TABLE "${name}" RESUME WAL`;
    await rejectsWith('STORE_FAILED', new RegExp(`No space left on device.*${resume}`), store.append(readings, [reading(1)]));
    // Asking again sends no row: what is committed waits at the server already, and more would only fill it.
    const sent = proxy.bytesIn();
    for (let i = 0; i < 5; i++) await rejectsWith('STORE_FAILED', new RegExp(resume), store.append(readings, [reading(2)]));
    expect(proxy.bytesIn()).toBe(sent);
    const found = await inspectQuestDb({ ...on.server, feed: on.feed });
    expect(found.findings).toEqual([
      { what: expect.stringContaining(`${name} is suspended`), fix: expect.stringContaining(resume) },
    ]);
    expect(found.tables.find((each) => each.name === name)).toMatchObject({ suspended: true, transactionsBehind: 1 });
    const reader = await on.open({ user: on.server.readonlyUser, password: on.server.readonlyPassword });
    await reader.declareTables([readings]);
    expect(await offsetsOf(reader)).toEqual([0]);
    await on.sql(resume);
    await repeated(() => store.append(readings, [reading(2)]));
    expect(await offsetsOf(store)).toEqual([0, 1, 2]);
    expect((await inspectQuestDb({ ...on.server, feed: on.feed })).findings).toEqual([]);
  });

  test('Q7: rows that come in any order, up to an hour late, are stored as a sorted run stores them', async () => {
    const hour = Array.from({ length: 3600 }, (_, second) => reading(1000 * second, { 'sensor no': second % 3, value: second }));
    const random = seededRandom(7);
    const shuffled = hour
      .map((row) => ({ row, at: random() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ row }) => row);
    const stored = async (rows: readonly Reading[]): Promise<readonly Reading[]> => {
      const store = await on.holding([]);
      for (let from = 0; from < rows.length; from += 300) await store.append(readings, rows.slice(from, from + 300));
      return store.range(readings, everything);
    };
    const sorted = await stored(hour);
    expect(sorted).toEqual(hour);
    expect(await stored(shuffled)).toEqual(sorted);
  });

  test('Q7: a row that replaces one of an hour ago is the one that stays', async () => {
    const store = await on.holding(Array.from({ length: 60 }, (_, minute) => reading(60_000 * minute)));
    await store.append(readings, [reading(0, { value: 7 })]);
    expect((await store.range(readings, everything)).slice(0, 2)).toEqual([reading(0, { value: 7 }), reading(60_000)]);
  });
});
