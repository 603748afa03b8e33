import { Writable } from 'node:stream';
import { simulatedClock } from '@gexstream/actors';
import { expect, test } from 'vitest';
import { streamBacklogBytesMaxDefault } from '../config.ts';
import { cellsEvent, feedStatusEvent, levelsEvent, openMs } from '../events.fixture.ts';
import { feedState } from '../live/feed-state.ts';
import { liveView } from '../live/live-view.ts';
import { wideCellsEvent } from '../wide-cells.fixture.ts';
import { changeStream } from './change-stream.ts';
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

test('A6: a thousand that come at once get one snapshot, made once, and are told to come back at different times', () => {
  const { stream } = setup();
  const readers = Array.from({ length: 1_000 }, reader);
  for (const { output } of readers) stream.attach(output, { symbols: null, onClosed: () => {} });
  expect(new Set(readers.map(({ chunks }) => chunks[1]!)).size).toBe(1);
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
