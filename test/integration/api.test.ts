import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import {
  type Api,
  type CellsChangeBody,
  type GexDetailBody,
  type HistoryBody,
  type SnapshotEventBody,
  startApi,
} from '@gexstream/api';
import { allTopics, type BusRecord, encodeEvent, topic } from '@gexstream/bus';
import { type LmdbBus, openLmdbBus } from '@gexstream/bus/lmdb';
import type { Envelope } from '@gexstream/domain';
import { type EpochMs, epochMs } from '@gexstream/domain/time';
import { type History, startHistory } from '@gexstream/history';
import { allTables, type Store } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';

const clock = systemClock();
const log = pino({ level: 'silent' });
/** Friday 20 November 2026, 10:30 in New York. */
const startMs = Date.UTC(2026, 10, 20, 15, 30);

let folder = '';
let bus: LmdbBus;
let store: Store;
let api: Api;
let history: History;

const serve = (): Promise<Api> =>
  startApi({ bus, store, clock, log, feed: 'sim', config: { host: '127.0.0.1', port: 0, heartbeatMs: 100 } });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gexstream-api-'));
  bus = await openLmdbBus({ path: join(folder, 'log'), clock });
  await bus.declareTopics(allTopics);
  store = await openDuckDbStore({ path: join(folder, 'history.duckdb'), memoryLimitMb: 128 });
  await store.declareTables(allTables);
  history = await startHistory({ bus, store, clock, log, feed: 'sim' });
  api = await serve();
});
afterEach(async () => {
  await api.stop();
  await history.stop();
  await bus.close();
  await store.close();
  await rm(folder, { recursive: true });
});

const at = (offsetMs: number): EpochMs => epochMs(startMs + offsetMs);

const event = (kind: string, underlying: string, seq: number, offsetMs: number, body: object): Envelope<string, unknown> => {
  const head = {
    version: 1,
    feed: 'sim',
    run: 'r1',
    underlying,
    seq,
    eventMs: at(offsetMs),
    receiveMs: at(offsetMs),
    emitMs: at(offsetMs),
  } as const;
  return { kind, ...head, sessionDate: '2026-11-20', body };
};

const model = { measure: 'oi', convention: 'calls+ puts-', carry: { kind: 'zero' }, kernel: 'bsm', ivOrder: 'live' };
const known = { coverage: { streamed: 1, polled: 0, stale: 0 }, ivSources: { stream: 2, solved: 0, chain: 0, otherSide: 0 } };

const slice = (net: number, zeroGamma: number | null) => ({
  total: { net, call: net + 4, put: -4, gross: net + 8 },
  zeroGamma,
  zeroGammaAll: zeroGamma === null ? [] : [zeroGamma],
  callWall: 6010,
  putWall: 5990,
  maxGrossStrike: 6010,
  maxNetStrike: 6010,
  putCallRatioOi: 1,
  putCallRatioVolume: null,
  contracts: { used: 2, excluded: {} },
});

const levels = (underlying: string, seq: number, offsetMs: number, net: number, zeroGamma: number | null = 6001) =>
  event('levels', underlying, seq, offsetMs, {
    underlying,
    asOf: at(offsetMs),
    spot: 6000,
    model,
    ...slice(net, zeroGamma),
    expiries: [{ expiry: '2026-11-20', settlement: 'pm', settlesMs: at(19_800_000), floored: false, ...slice(net, zeroGamma) }],
    ...known,
    newestMs: at(offsetMs),
  });

const cells = (underlying: string, seq: number, offsetMs: number, call: number) =>
  event('cells', underlying, seq, offsetMs, {
    underlying,
    asOf: at(offsetMs),
    spot: 6000,
    model,
    expiries: [{ expiry: '2026-11-20', settlement: 'pm', settlesMs: at(19_800_000) }],
    strikes: Float64Array.of(5990, 6010),
    expiryIndex: Uint16Array.of(0, 0),
    strikeIndex: Uint16Array.of(0, 1),
    callGex: Float64Array.of(0.1, call),
    putGex: Float64Array.of(-4, 0),
    callOi: Float64Array.of(1, 2),
    putOi: Float64Array.of(3, 4),
    callVolume: Float64Array.of(5, 6),
    putVolume: Float64Array.of(7, 8),
    ...known,
    newestMs: at(offsetMs),
  });

const feedStatus = (offsetMs: number) =>
  event('feed-status', '*', 0, offsetMs, {
    state: 'live',
    detail: 'simulator connected',
    wallMs: clock.now(),
    speed: 1,
    symbols: [{ underlying: 'SPX', contracts: 2, streamed: 2, polled: 0, lastChainMs: null, lastEventMs: null }],
    lastGap: null,
    loginExpiresMs: null,
    restCircuit: 'closed',
  });

/** As the processor publishes: on the event's own topic, and as the last value of its kind. */
const publish = (...events: readonly Envelope<string, unknown>[]): Promise<void> =>
  bus.publish(
    events.flatMap((sent): BusRecord[] => {
      const record = { key: sent.underlying, value: encodeEvent(sent), timestampMs: sent.eventMs };
      if (sent.kind === 'feed-status') return [{ ...record, topic: topic.feedStatus.name, key: 'ingest' }];
      return [
        { ...record, topic: sent.kind },
        { ...record, topic: topic.latest.name, key: `${sent.kind}/${sent.underlying}` },
      ];
    }),
  );

const get = async <Body>(path: string): Promise<Body> => {
  const answer = await fetch(api.url + path, { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Body;
};

test('what is published is answered, streamed, and in the history', async () => {
  const stream = await fetch(`${api.url}/api/v1/stream`);
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async <Body>(name: string): Promise<Body> => {
    for (;;) {
      const match = new RegExp(`event: ${name}\ndata: (.*)\n\n`).exec(text);
      if (match) {
        text = text.slice(match.index + match[0].length);
        return JSON.parse(match[1]!) as Body;
      }
      const { value, done } = await reader.read();
      if (done) throw new Error('the stream ended');
      text += value;
    }
  };
  expect((await next<SnapshotEventBody>('snapshot')).gex).toEqual({});

  await publish(feedStatus(0), levels('SPX', 1, 0, 3), cells('SPX', 1, 0, 7));
  expect(await next<CellsChangeBody>('cells')).toMatchObject({ symbol: 'SPX', reset: true, call_gex: [0.1, 7] });
  await publish(levels('SPX', 2, 61_000, 5, null), cells('SPX', 2, 61_000, 9), feedStatus(61_000));
  expect(await next<CellsChangeBody>('cells')).toMatchObject({ reset: false, strike_index: [1], call_gex: [9] });
  await reader.cancel();

  // Told anew: on a busy machine what is live may have grown old by now.
  await publish(feedStatus(61_000));
  const detail = () => get<GexDetailBody>('/api/gex/$spx');
  await expect
    .poll(detail)
    .toMatchObject({ symbol: 'SPX', status: 'live', source: 'sim', zero_gamma: null, total: { net_gex: 5 } });
  expect((await detail()).cells).toMatchObject({ strikes: [5990, 6010], call_gex: [0.1, 9], put_oi: [3, 4] });

  await expect
    .poll(async () => (await get<HistoryBody>('/api/gex/SPX/history?interval=1m')).points, { timeout: 10_000 })
    .toMatchObject([
      { interval_start: '2026-11-20T15:30:00.000Z', net_gex: 3, zero_gamma: 6001 },
      { interval_start: '2026-11-20T15:31:00.000Z', net_gex: 5, zero_gamma: null },
    ]);
  // The rows are seen before their offsets are committed.
  await expect
    .poll(() => api.status(), { timeout: 10_000 })
    .toMatchObject({ ready: 'ready', lag: { gex: null, history: { records: expect.any(Number) } } });
});

test('started anew it knows the last values at once', async () => {
  await publish(feedStatus(0), ...['SPX', 'SPY', 'QQQ'].flatMap((name, i) => [levels(name, 1, 0, i), cells(name, 1, 0, i)]));
  await publish(levels('SPX', 2, 250, 11));
  await api.stop();
  api = await serve();
  expect(Object.keys(await get<object>('/api/gex'))).toEqual(['SPX', 'QQQ', 'SPY']);
  expect(await get<GexDetailBody>('/api/gex/SPX')).toMatchObject({
    total: { net_gex: 11 },
    // Stale would be one that knows nothing of the feed.
    status: expect.stringMatching(/^(live|delayed)$/),
    cells: { call_gex: [0.1, 0] },
  });
});

test('serves its own page, built from the sources', async () => {
  const page = await (await fetch(api.url, { headers: { accept: 'text/html' } })).text();
  expect(page).toContain('Educational purposes only; not a recommendation');
  const files = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
  expect(files.length).toBeGreaterThan(0);
  for (const path of files) {
    const answer = await fetch(api.url + path);
    expect([path, answer.status, (await answer.text()).length > 0]).toEqual([path, 200, true]);
    const again = await fetch(api.url + path, { headers: { 'if-none-match': answer.headers.get('etag')! } });
    expect(again.status).toBe(304);
  }
});
