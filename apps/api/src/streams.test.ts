import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { afterEach, describe, expect, test } from 'vitest';
import { heartbeatMsDefault } from './config.ts';
import type { GexAllBody } from './contract/gex.ts';
import { GexAll } from './contract/gex.ts';
import { FeedState, type FeedStateBody } from './contract/status.ts';
import {
  CellsChange,
  type CellsChangeBody,
  LevelsEvent,
  type LevelsEventBody,
  SnapshotEvent,
  type SnapshotEventBody,
} from './contract/stream.ts';
import { cellsEvent, feedStatusEvent, levelsEvent, openMs } from './events.fixture.ts';
import { serveApi } from './served-api.fixture.ts';
import { slowReader } from './slow-reader.fixture.ts';
import { SseReader } from './sse-reader.fixture.ts';
import { wideCellsEvent } from './wide-cells.fixture.ts';

type Served = Awaited<ReturnType<typeof serveApi>>;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const serve = async (...config: Parameters<typeof serveApi>): Promise<Served> => {
  const served = await serveApi(...config);
  closing.push(served.stop);
  return served;
};

const read = async (served: Served, path: string, headers: Record<string, string> = {}): Promise<SseReader> => {
  const reader = await SseReader.open(served.api.url + path, headers);
  closing.push(() => reader.close());
  return reader;
};

const calls = (...values: [number, number, number, number]) => ({ callGex: Float64Array.from(values) });
const violations = (schema: TSchema, body: unknown): unknown[] => [...Value.Errors(schema, body)];

describe('/api/v1/stream', { timeout: 40_000 }, () => {
  test('says how to come back, then gives a snapshot, then what changes, each with an id and as its schema says', async () => {
    const served = await serve();
    const reader = await read(served, '/api/v1/stream');
    expect(reader.response?.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(reader.response?.headers.get('cache-control')).toContain('no-store');
    expect((await reader.next())?.retry).toBe('1000');
    const snapshot = await reader.event<SnapshotEventBody>('snapshot');
    expect(violations(SnapshotEvent, snapshot.body)).toEqual([]);
    expect(Object.keys(snapshot.body.gex)).toEqual(['SPX', 'SPY']);

    await served.publish(
      levelsEvent({ atMs: openMs + 250, seq: 2 }, { net: 8 }),
      cellsEvent({ atMs: openMs + 250, seq: 2 }, calls(1, 9, 1, 2)),
      feedStatusEvent({ atMs: openMs + 250, wallMs: served.clock.now() }, { state: 'reconnecting' }),
    );
    const levels = await reader.event<LevelsEventBody>('levels');
    expect(violations(LevelsEvent, levels.body)).toEqual([]);
    expect(levels.body).toMatchObject({ symbol: 'SPX', total_net_gex: 8 });
    const cells = await reader.event<CellsChangeBody>('cells');
    expect(violations(CellsChange, cells.body)).toEqual([]);
    expect(cells.body).toMatchObject({ reset: false, expiry_index: [1], strike_index: [1], call_gex: [2] });
    const status = await reader.event<FeedStateBody>('status');
    expect(violations(FeedState, status.body)).toEqual([]);

    const ids = [snapshot, levels, cells, status].map(({ id }) => /^([0-9a-z]+)-(\d+)$/.exec(id ?? '')!);
    expect(new Set(ids.map(([, boot]) => boot)).size).toBe(1);
    const numbers = ids.map(([, , number]) => Number(number));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  });

  test('gives only the symbols asked for', async () => {
    const served = await serve();
    const reader = await read(served, '/api/v1/stream?symbols=spy');
    expect(Object.keys((await reader.event<SnapshotEventBody>('snapshot')).body.gex)).toEqual(['SPY']);
    await served.publish(levelsEvent({ atMs: openMs + 250 }), levelsEvent({ underlying: 'SPY', atMs: openMs + 250 }));
    expect((await reader.event<LevelsEventBody>('levels')).body.symbol).toBe('SPY');
  });

  test('gathers what comes within a quarter of a second into the newest', async () => {
    const served = await serve();
    const reader = await read(served, '/api/v1/stream?symbols=SPX');
    await reader.event('snapshot');
    for (let i = 1; i <= 50; i++) await served.publish(levelsEvent({ atMs: openMs + i }, { net: i }));
    const nets: number[] = [];
    do nets.push((await reader.event<LevelsEventBody>('levels')).body.total.net_gex);
    while (nets.at(-1) !== 50);
    expect(nets.length).toBeLessThanOrEqual(2);
  });

  test('G-20: goes on where a reader broke off, without a snapshot', async () => {
    const served = await serve();
    const first = await read(served, '/api/v1/stream?symbols=SPX');
    const { id } = await first.event('snapshot');
    const stays = await read(served, '/api/v1/stream?symbols=SPX');
    first.close();
    await served.publish(
      levelsEvent({ atMs: openMs + 250 }, { net: 31 }),
      levelsEvent({ underlying: 'SPY', atMs: openMs + 250 }),
    );
    await stays.event('levels');

    const again = await read(served, '/api/v1/stream?symbols=SPX', { 'last-event-id': id! });
    const { body } = await again.event<LevelsEventBody>('levels');
    expect(body.total.net_gex).toBe(31);
    await served.publish(levelsEvent({ atMs: openMs + 500 }, { net: 32 }));
    await again.until(({ event, data }) => event === 'levels' && data.includes('"net_gex":32'));
    expect(again.seen.map(({ event }) => event)).not.toContain('snapshot');
    expect(again.seen.filter(({ event }) => event === 'levels').map(({ data }) => JSON.parse(data).symbol)).toEqual([
      'SPX',
      'SPX',
    ]);
  });

  test.each(['nonsense', 'otherboot-3', '99999999999999999999-1', ''])('begins anew after the id "%s"', async (id) => {
    const served = await serve();
    const reader = await read(served, '/api/v1/stream', { 'last-event-id': id });
    expect((await reader.event<SnapshotEventBody>('snapshot')).body.reset).toBe(true);
  });

  test('G-20: says something while nothing happens, every ten seconds unless told', async () => {
    const served = await serve({ heartbeatMs: 50 });
    const reader = await read(served, '/api/v1/stream');
    await reader.event('snapshot');
    expect((await reader.until(({ comment }) => comment !== null)).comment).toBe('heartbeat');
    expect(heartbeatMsDefault).toBeLessThanOrEqual(15_000);
  });

  test('tells that a symbol went stale although no number moves', async () => {
    const served = await serve();
    const reader = await read(served, '/api/v1/stream');
    await reader.event('snapshot');
    await served.publish(feedStatusEvent({ atMs: openMs + 61_000, wallMs: served.clock.now() }));
    const spx = (data: string) => (JSON.parse(data) as FeedStateBody).underlyings.find(({ symbol }) => symbol === 'SPX')?.status;
    const { data } = await reader.until(({ event, data }) => event === 'status' && spx(data) !== 'live');
    expect(spx(data)).toBe('stale');
  });

  test('G-20: gives 500 readers the same events, and tells one more to come back', async () => {
    const served = await serve();
    const readers = await Promise.all(Array.from({ length: 500 }, () => read(served, '/api/v1/stream?symbols=SPX')));
    await Promise.all(readers.map((reader) => reader.event('snapshot')));
    expect((await served.api.status()).streams.clients).toBe(500);
    const refused = await fetch(`${served.api.url}/api/v1/stream`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '10']);
    await served.publish(cellsEvent({ atMs: openMs + 1_000, seq: 2 }, calls(5, 9, 1, 1)));
    const received = await Promise.all(readers.map((reader) => reader.event<CellsChangeBody>('cells')));
    expect(new Set(received.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    // One id in each phase.
    expect(new Set(received.map(({ id }) => id)).size).toBe(5);
    const other = await fetch(`${served.api.url}/api/gex/SPX`);
    expect(other.status).toBe(200);
  });

  test('A5: a reader that takes nothing loses events, holds nobody back, and gets a new snapshot', async () => {
    const served = await serve({ streamBacklogBytesMax: 20_000 });
    const slow = await slowReader(served.api.url, '/api/v1/stream?symbols=SPX');
    closing.push(slow.close);
    const fast = await read(served, '/api/v1/stream?symbols=SPX');
    await fast.event('snapshot');
    // More than the kernel's buffers take, so that the rest waits in the server.
    let at: number = openMs;
    const dropped = async (): Promise<number> => (await served.api.status()).streams.dropped_events;
    while ((await dropped()) === 0) {
      at += 1_000;
      await served.publish(wideCellsEvent({ atMs: at, seq: at }, 60_000, at - openMs, 1_000 + (at % 7) / 10));
      // The other reader is served all the while.
      await fast.event<CellsChangeBody>('cells');
    }
    const last = at - openMs;
    await slow.takeUntil(`snapshot`, `"call_gex":[${last},`);
    expect(await dropped()).toBeGreaterThan(0);
  });

  test('A5: a reader that never takes its snapshot is ended, though nothing happens that it could lose', async () => {
    const served = await serve({ streamStalledMsMax: 3_000 });
    // More than the kernel's buffers take, so that the rest waits in the server.
    await served.publish(...['SPX', 'SPY'].map((underlying) => wideCellsEvent({ underlying, seq: 2 }, 60_000, 1)));
    const reads = await read(served, '/api/v1/stream?symbols=SPX');
    await reads.event('snapshot');
    const slow = await slowReader(served.api.url, '/api/v1/stream');
    closing.push(slow.close);
    const clients = async (): Promise<number> => (await served.api.status()).streams.clients;
    await expect.poll(clients).toBe(2);
    await expect.poll(clients, { timeout: 20_000 }).toBe(1);
    await served.publish(levelsEvent({ atMs: openMs + 250, seq: 3 }, { net: 8 }));
    await reads.event('levels');
  });

  test('stopping ends streams at once', async () => {
    const served = await serveApi();
    const reader = await SseReader.open(`${served.api.url}/api/v1/stream`);
    await reader.event('snapshot');
    const ended = reader.until(() => false).catch((error: Error) => error.message);
    await served.stop();
    expect(await ended).toMatch(/ended first|terminated/);
  });
});

describe('/api/stream, the old contract', { timeout: 20_000 }, () => {
  test('gives unnamed events, each all symbols, at once and then on change alone', async () => {
    const served = await serve({ heartbeatMs: 50 });
    const reader = await read(served, '/api/stream');
    const { id, body } = await reader.event<GexAllBody>(null);
    expect(id).toBeNull();
    expect(violations(GexAll, body)).toEqual([]);
    expect(Object.keys(body)).toEqual(['SPX', 'SPY']);
    await served.publish(levelsEvent({ atMs: openMs + 250 }, { net: 11 }), levelsEvent({ atMs: openMs + 500 }, { net: 12 }));
    const next = await reader.event<GexAllBody>(null);
    expect(next.body.SPX?.total_net_gex).toBe(12);
    expect(next.body.SPY?.total_net_gex).toBe(5);
    // 25 heartbeats are more than a second: without a change nothing else came.
    for (let heartbeats = 0; heartbeats < 25; heartbeats++) expect((await reader.next())?.comment).toBe('heartbeat');
  });

  test('waits for the first result', async () => {
    const served = await serve({ heartbeatMs: 50 }, { empty: true });
    const reader = await read(served, '/api/stream');
    expect((await reader.next())?.retry).toBe('1000');
    expect((await reader.next())?.comment).toBe('heartbeat');
    await served.publish(levelsEvent());
    expect(Object.keys((await reader.event<GexAllBody>(null)).body)).toEqual(['SPX']);
  });
});
