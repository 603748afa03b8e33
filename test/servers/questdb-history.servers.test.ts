import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { type Api, startApi } from '@gexstream/api';
import { allTopics, topic } from '@gexstream/bus';
import { type LmdbBus, openLmdbBus } from '@gexstream/bus/lmdb';
import { type History, historyGroup, startHistory } from '@gexstream/history';
import type { Store } from '@gexstream/store';
import { openQuestDbStore } from '@gexstream/store/questdb';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aMinute, levels, record, rowsOfLog, storedRows } from '../support/history-log.ts';
import { type QuestDbServer, questDbServer, serversMissing } from '../support/servers.ts';
import { type TcpProxy, tcpProxy } from '../support/tcp-proxy.ts';

const clock = systemClock();
const log = pino({ level: 'silent' });
const patiently = { timeout: 120_000, interval: 50 };

describe.skipIf(serversMissing() !== null)('history and API on a QuestDB that is slow or away', () => {
  let server: QuestDbServer;
  let folder = '';
  let bus: LmdbBus;
  let store: Store;
  let http: TcpProxy;
  let history: History;
  let api: Api;
  let stream: AsyncIterator<string>;
  let published = 0;

  beforeAll(async () => {
    server = await questDbServer();
    folder = await mkdtemp(join(tmpdir(), 'gexstream-questdb-history-'));
    bus = await openLmdbBus({ path: join(folder, 'log'), clock });
    await bus.declareTopics(allTopics);
    http = await tcpProxy(server.httpPort);
    store = await openQuestDbStore({ ...server, httpPort: http.port, feed: 'sim', clock });
    history = await startHistory({ bus, store, clock, log, feed: 'sim' });
    api = await startApi({ bus, store, clock, log, feed: 'sim', config: { host: '127.0.0.1', port: 0 } });
    stream = levelsEvents(`${api.url}/api/v1/stream?symbols=SPX`);
  });
  afterAll(async () => {
    await stream?.return?.();
    await api?.stop();
    await history?.stop();
    await store?.close();
    await http?.close();
    await bus?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const publish = async (records: Parameters<LmdbBus['publish']>[0]): Promise<void> => {
    await bus.publish(records);
    published += records.length;
  };
  const committed = async (): Promise<number> => (await bus.committed(historyGroup)).reduce((sum, { offset }) => sum + offset, 0);
  /** One levels record after the other, each seen in the API's answer and on its stream before the next one is published. */
  const presentGoesOn = async (from: number): Promise<void> => {
    for (let seq = from; seq < from + 20; seq++) {
      await publish([record(topic.levels.name, levels('SPX', seq, seq))]);
      let seen = '';
      while (!seen.includes(`"net_gex":${seq},`)) {
        const next = await stream.next();
        if (next.done) throw new Error('the stream ended');
        seen = next.value;
      }
      const answer = (await (await fetch(`${api.url}/api/gex/SPX`)).json()) as { readonly total_net_gex: number };
      expect(answer.total_net_gex).toBe(seq);
    }
  };
  const backFilled = async (): Promise<void> => {
    await expect.poll(committed, patiently).toBe(published);
    expect(await storedRows(store)).toEqual(await rowsOfLog(bus));
  };

  test('Q3: with 5 s a write the present goes on, and the history has the rows of a clean run', async () => {
    http.delayAnswers(5_000);
    await publish(aMinute());
    await presentGoesOn(1_000);
    http.delayAnswers(0);
    await backFilled();
  });

  test('Q3: away, the present goes on, a bounded part of the log is held, and the history fills up afterwards', async () => {
    await server.kill('SIGKILL');
    const many = Array.from({ length: 6_000 }, (_, i) => record(topic.levels.name, levels('SPY', 2_000 + i)));
    await publish(many);
    await presentGoesOn(1_500);
    await expect.poll(() => history.status().tables.gex_levels?.failures, patiently).toBeGreaterThan(3);
    // What waits is the place in the log: the reader stands still, and most rows were never read.
    const { tables, batchesWaiting, lastEventMs } = history.status();
    expect(tables.gex_levels).toMatchObject({ retrying: true });
    expect(batchesWaiting).toBeLessThanOrEqual(128);
    expect(lastEventMs).toBeLessThan(many.at(-1)!.timestampMs);
    const past = await fetch(`${api.url}/api/gex/SPX/history?interval=1m`);
    expect(past.status).toBe(503);
    expect((await fetch(`${api.url}/api/gex/SPX`)).status).toBe(200);
    await server.restart();
    await backFilled();
    expect((await fetch(`${api.url}/api/gex/SPX/history?interval=1m`)).status).toBe(200);
  });
});

/** The data of the events of a stream, one by one. */
async function* levelsEvents(url: string): AsyncGenerator<string> {
  const answer = await fetch(url);
  let text = '';
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop()!;
    yield* events;
  }
}
