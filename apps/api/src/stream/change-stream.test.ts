import { Writable } from 'node:stream';
import { simulatedClock } from '@gexstream/actors';
import { expect, test } from 'vitest';
import { streamBacklogBytesMaxDefault } from '../config.ts';
import { cellsEvent, feedStatusEvent, levelsEvent, openMs } from '../events.fixture.ts';
import { feedState } from '../live/feed-state.ts';
import { liveView } from '../live/live-view.ts';
import { wideCellsEvent } from '../wide-cells.fixture.ts';
import { changeStream, gatherMs, readersTogether } from './change-stream.ts';
import { stalledMsMax } from './sse-client.ts';

const setup = (backlogBytesMax = 1_000) => {
  const clock = simulatedClock(openMs);
  const view = liveView({ feed: 'sim', clock });
  view.take(levelsEvent());
  view.take(cellsEvent());
  view.take(feedStatusEvent({ atMs: openMs, wallMs: openMs }));
  const stream = changeStream({ view, clock, heartbeatMs: 10_000, backlogBytesMax, feedState: () => feedState(view) });
  return { clock, view, stream };
};

/** Keeps the very buffers that it was given. */
const reader = () => {
  const chunks: Buffer[] = [];
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  return { output, chunks };
};

test('A6: of a thousand that come at once each phase gets one snapshot, made once; they are told to come back at different times', () => {
  const { stream } = setup();
  const readers = Array.from({ length: 1_000 }, reader);
  for (const { output } of readers) stream.attach(output, { symbols: null, onClosed: () => {} });
  expect(new Set(readers.map(({ chunks }) => chunks[1]!)).size).toBe(5);
  expect(readers[0]!.chunks[1]!.toString()).toContain('event: snapshot');
  const waits = readers.map(({ chunks }) => Number(/^retry: (\d+)\n\n$/.exec(chunks[0]!.toString())![1]));
  expect([Math.min(...waits) >= 1_000, Math.max(...waits) <= 5_000]).toEqual([true, true]);
  // In no quarter of a second more than twice what an even spread gives: 1 000 / 16.
  const perQuarter = new Map<number, number>();
  for (const wait of waits) perQuarter.set(Math.floor(wait / 250), (perQuarter.get(Math.floor(wait / 250)) ?? 0) + 1);
  expect(Math.max(...perQuarter.values())).toBeLessThan(125);
  stream.close();
});

test('A5: for one that never reads, its snapshot and its backlog are kept, no more, and it is ended', async () => {
  const backlogBytesMax = 1_000;
  const { clock, view, stream } = setup(backlogBytesMax);
  const output = new Writable({ highWaterMark: 1, write: () => {} });
  let ended = false;
  stream.attach(output, {
    symbols: null,
    onClosed: () => {
      ended = true;
    },
  });
  const other = reader();
  stream.attach(other.output, { symbols: null, onClosed: () => {} });
  const snapshotBytes = other.chunks[1]!.length;
  const largest = (): number => Math.max(...other.chunks.map(({ length }) => length));
  for (let at = 1; at <= 200; at++) {
    view.take(levelsEvent({ atMs: openMs + at * 250, seq: at + 1 }, { net: at }));
    await clock.advance(250);
    expect(output.writableLength).toBeLessThanOrEqual(100 + snapshotBytes + backlogBytesMax + largest());
  }
  await clock.advance(stalledMsMax + 10_000);
  expect(output.destroyed).toBe(true);
  await expect.poll(() => ended, { timeout: 5_000 }).toBe(true);
});

test('A5: one that takes nothing for two beats of four large chains loses none; of a hundred such, what waits is kept once', async () => {
  const { clock, view, stream } = setup(streamBacklogBytesMaxDefault);
  const symbols = ['SPX', 'SPY', 'QQQ', 'IWM'];
  const beat = async (number: number): Promise<void> => {
    for (const underlying of symbols) {
      if (number === 0) view.take(levelsEvent({ underlying }));
      // As SPX has, and all of them change.
      view.take(
        wideCellsEvent({ underlying, atMs: openMs + number * 1_000, seq: number + 1 }, 9_000, 123_456_789.5 * (number + 1)),
      );
    }
    await clock.advance(1_000);
  };
  await beat(0);
  const held = new Set<Buffer>();
  for (let i = 0; i < 100; i++) {
    const output = new Writable({ highWaterMark: 1, write: () => {} });
    const write = output.write.bind(output) as (chunk: Buffer) => boolean;
    output.write = (chunk: Buffer) => {
      held.add(chunk);
      return write(chunk);
    };
    stream.attach(output, { symbols: null, onClosed: () => {} });
  }
  const snapshot = Math.max(...[...held].map(({ length }) => length));
  for (const number of [1, 2]) await beat(number);
  expect(stream.dropped()).toBe(0);
  for (let number = 3; number <= 20; number++) await beat(number);
  expect(stream.dropped()).toBeGreaterThan(0);
  const bytes = [...held].reduce((sum, { length }) => sum + length, 0);
  expect(bytes).toBeLessThan(snapshot + streamBacklogBytesMaxDefault + (1 << 20));
  stream.close();
});

const idOf = (chunk: Buffer): string => /^id: (.+)$/m.exec(chunk.toString())![1]!;

test('many readers have their beats apart: each is told the newest of its own moment, with the age of then, once in a beat', async () => {
  const { clock, view, stream } = setup();
  const readers = Array.from({ length: 5 * readersTogether }, reader);
  for (const { output } of readers) stream.attach(output, { symbols: null, onClosed: () => {} });
  const told = (): Buffer[] => readers.flatMap(({ chunks }) => chunks.splice(0));
  told();
  const moments: string[] = [];
  for (let part = 1; part <= 5; part++) {
    view.take(levelsEvent({ atMs: openMs + part * 50, seq: part + 1 }, { net: part }));
    await clock.advance(gatherMs / 5);
    const chunks = told();
    expect([chunks.length, new Set(chunks).size]).toEqual([readersTogether, 1]);
    expect(chunks[0]!.toString()).toContain(`"net_gex":${part}`);
    moments.push(/"feed_now":"(.+?)"/.exec(chunks[0]!.toString())![1]!);
  }
  expect(moments.map((moment) => Date.parse(moment) - openMs)).toEqual([50, 100, 150, 200, 250]);
  stream.close();
});

test('few readers are one phase, told the same bytes at the same moment', async () => {
  const { clock, view, stream } = setup();
  const readers = Array.from({ length: readersTogether }, reader);
  for (const { output } of readers) stream.attach(output, { symbols: null, onClosed: () => {} });
  expect(new Set(readers.map(({ chunks }) => chunks[1]!)).size).toBe(1);
  view.take(levelsEvent({ atMs: openMs + 1, seq: 2 }, { net: 7 }));
  await clock.advance(gatherMs - 1);
  expect(readers.filter(({ chunks }) => chunks.length > 2)).toEqual([]);
  await clock.advance(1);
  expect(new Set(readers.map(({ chunks }) => chunks[2]!)).size).toBe(1);
  stream.close();
});

test('who comes back goes on in the phase that told it, without a snapshot, though another has room', async () => {
  const { clock, view, stream } = setup();
  const readers = Array.from({ length: readersTogether + 2 }, reader);
  for (const { output } of readers) stream.attach(output, { symbols: null, onClosed: () => {} });
  const lastEventId = idOf(readers.at(-1)!.chunks[1]!);
  expect(lastEventId.split('-')[0]).not.toBe(idOf(readers[0]!.chunks[1]!).split('-')[0]);
  for (const { output } of [readers[0]!, readers.at(-1)!]) output.destroy();
  await expect.poll(() => stream.clients()).toBe(readersTogether);
  view.take(levelsEvent({ atMs: openMs + 1, seq: 2 }, { net: 7 }));
  await clock.advance(gatherMs);
  const again = reader();
  stream.attach(again.output, { symbols: null, lastEventId, onClosed: () => {} });
  const stayed = readers.at(-2)!.chunks;
  expect(again.chunks.slice(1).map(String)).toEqual(stayed.slice(2).map(String));
  expect(again.chunks[1]!.toString()).toContain('event: levels');
  stream.close();
});

test('those that came last are ended first, whatever their phase, and are told nothing more', async () => {
  const { clock, view, stream } = setup();
  const readers = Array.from({ length: 2 * readersTogether }, reader);
  for (const { output } of readers) stream.attach(output, { symbols: null, onClosed: () => {} });
  stream.shed(readersTogether + 1);
  expect(stream.clients()).toBe(readersTogether - 1);
  view.take(levelsEvent({ atMs: openMs + 1, seq: 2 }, { net: 7 }));
  await clock.advance(gatherMs);
  expect(readers.map(({ chunks, output }) => [chunks.length, output.writableEnded])).toEqual(
    readers.map((_, at) => (at < readersTogether - 1 ? [3, false] : [2, true])),
  );
  stream.close();
});
