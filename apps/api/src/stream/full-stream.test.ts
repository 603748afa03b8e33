import { PassThrough } from 'node:stream';
import { simulatedClock } from '@gexstream/actors';
import { describe, expect, test } from 'vitest';
import type { GexAllBody } from '../contract/gex.ts';
import { cellsEvent, feedStatusEvent, levelsEvent, openMs } from '../events.fixture.ts';
import { allSymbolsJson } from '../live/all-symbols.ts';
import { liveView } from '../live/live-view.ts';
import { fullStream } from './full-stream.ts';

const wallMs = 1_800_000_000_000;

/** SPX and SPY with levels and cells, and readers that gather what they are sent. */
const opened = (backlogBytesMax = 1 << 20) => {
  const clock = simulatedClock(wallMs);
  const view = liveView({ feed: 'sim', clock });
  view.take(feedStatusEvent({ atMs: openMs, wallMs }));
  for (const underlying of ['SPX', 'SPY']) {
    view.take(levelsEvent({ underlying }));
    view.take(cellsEvent({ underlying }));
  }
  const stream = fullStream({ view, allJson: () => allSymbolsJson(view), clock, heartbeatMs: 15_000, backlogBytesMax });
  const read = (): { events: () => readonly GexAllBody[]; output: PassThrough } => {
    const output = new PassThrough({ highWaterMark: 1 });
    let text = '';
    const take = (): void => {
      for (let chunk: unknown = output.read(); chunk !== null; chunk = output.read()) text += String(chunk);
    };
    stream.attach(output, () => {});
    const events = (): readonly GexAllBody[] => {
      take();
      return text
        .split('\n\n')
        .filter((block) => block.startsWith('data: '))
        .map((block) => JSON.parse(block.slice(6)) as GexAllBody);
    };
    return { events, output };
  };
  return { clock, view, read };
};

describe('the old contract’s stream', () => {
  test('an age that grows is no event; each symbol’s step from live to delayed to stale is one', async () => {
    const { clock, read } = opened();
    const { events } = read();
    await clock.advance(5_000);
    expect(events()).toHaveLength(1);
    await clock.advance(50_000);
    expect(events().map(({ SPX }) => SPX?.status)).toEqual(['live', 'delayed']);
    await clock.advance(3_600_000);
    expect(events().map(({ SPX }) => SPX?.status)).toEqual(['live', 'delayed', 'stale']);
    expect(new Set(events().map(({ SPX }) => SPX?.as_of)).size).toBe(1);
  });

  test('levels and cells that say the same once more are no event', async () => {
    const { clock, view, read } = opened();
    const { events } = read();
    for (let second = 1; second <= 4; second++) {
      view.take(levelsEvent({ seq: 1 + second }));
      view.take(cellsEvent({ atMs: openMs + second * 1_000, seq: second }));
      view.take(feedStatusEvent({ atMs: openMs + second * 1_000, wallMs: wallMs + second * 1_000 }));
      await clock.advance(1_000);
    }
    expect(events()).toHaveLength(1);
  });

  test('a new number of one symbol is one event, at the next second', async () => {
    const { clock, view, read } = opened();
    const { events } = read();
    await clock.advance(500);
    view.take(levelsEvent({ underlying: 'SPY', seq: 2 }, { net: 9 }));
    await clock.advance(3_000);
    expect(events().map(({ SPX, SPY }) => [SPX?.total_net_gex, SPY?.total_net_gex])).toEqual([
      [5, 5],
      [5, 9],
    ]);
    view.take(cellsEvent({ atMs: openMs + 4_000, seq: 2 }, { callGex: Float64Array.of(2, 9, 1, 1) }));
    await clock.advance(1_000);
    expect(events().map(({ SPX }) => SPX?.strikes[0]?.call_gex)).toEqual([2, 2, 3]);
  });

  test('who joins after a change is not told of it again', async () => {
    const { clock, view, read } = opened();
    const first = read();
    view.take(levelsEvent({ seq: 2 }, { net: 9 }));
    const second = read();
    await clock.advance(2_000);
    expect(first.events().map(({ SPX }) => SPX?.total_net_gex)).toEqual([5, 9]);
    expect(second.events().map(({ SPX }) => SPX?.total_net_gex)).toEqual([9]);
  });

  test('who lost the last change for being slow gets it later, though nothing changes again', async () => {
    const { clock, view, read } = opened(100);
    const { events, output } = read();
    // Not yet read: a second event finds the first still waiting and is dropped.
    view.take(levelsEvent({ seq: 2 }, { net: 8 }));
    await clock.advance(1_000);
    view.take(levelsEvent({ seq: 3 }, { net: 9 }));
    await clock.advance(1_000);
    const drained = new Promise((resolve) => output.once('drain', resolve));
    const before = events().length;
    await drained;
    await clock.advance(1_000);
    expect(before).toBeLessThan(3);
    expect(events().at(-1)?.SPX?.total_net_gex).toBe(9);
  });
});
