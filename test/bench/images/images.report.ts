import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { heatmapImage } from '@gexstream/bots';
import { decodeEvent, topic } from '@gexstream/bus';
import { type CellsEvent, epochMs, type LevelsEvent } from '@gexstream/domain';
import { loadImage } from '@napi-rs/canvas';
import { allRecords, openLog, processed } from '../../support/gex-log.ts';
import { marketLog } from '../../support/market-log.ts';
import type { ReportBench } from '../report-bench.ts';

/** BENCH_IMAGES=2000 is the soak that the growth of memory is judged by. */
const images = Number(process.env.BENCH_IMAGES ?? 100);
const MiB = 2 ** 20;

/** Pictures one after the other, each of other numbers: how long each takes, what the event loop feels, what memory keeps. */
export const imagesReport: ReportBench = {
  name: 'images',
  about: `${images} heatmaps of 1200 × 900 as PNG; aims: p95 below 100 ms, 2 000 keep less than 50 MB`,
  run: async (print) => {
    const { levels, cells } = await newestPicture();
    const draw = (at: number): Promise<Uint8Array> =>
      heatmapImage(moved(levels, at), cells, `bench ${at}`).then(({ png }) => png);
    const [first, again] = [await draw(0), await draw(0)];
    const { width, height } = await loadImage(Buffer.from(first));
    if (width !== 1_200 || height !== 900 || !Buffer.from(first).equals(Buffer.from(again)))
      throw new Error('the same numbers gave another picture, or one of another size: nothing was timed');
    for (let at = 1; at <= 10; at++) await draw(at);
    const before = process.memoryUsage().rss;
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const times: number[] = [];
    for (let at = 0; at < images; at++) {
      const start = performance.now();
      await draw(at + 11);
      times.push(performance.now() - start);
    }
    delay.disable();
    times.sort((a, b) => a - b);
    const share = (of: number): string => `${times[Math.min(times.length - 1, Math.floor(of * times.length))]!.toFixed(0)} ms`;
    print(
      `  p50 ${share(0.5)}, p95 ${share(0.95)}, most ${share(1)}; event loop p99 ${(delay.percentile(99) / 1e6).toFixed(0)} ms; memory grew ${((process.memoryUsage().rss - before) / MiB).toFixed(0)} MiB; ${(first.byteLength / 1_000).toFixed(0)} kB each`,
    );
  },
};

/** Of a minute of the seeded market. */
const newestPicture = async (): Promise<{ readonly levels: LevelsEvent; readonly cells: CellsEvent }> => {
  const folder = mkdtempSync(join(tmpdir(), 'gexstream-bench-images-'));
  const bus = await openLog(folder);
  try {
    await bus.publish(marketLog({ seed: 7, symbols: ['SPX'], seconds: 5 }));
    await processed(bus);
    const newest = async <Event>(name: string): Promise<Event> =>
      decodeEvent((await allRecords(bus, name)).filter(({ key }) => key === 'SPX').at(-1)!.value!) as Event;
    return { levels: await newest<LevelsEvent>(topic.levels.name), cells: await newest<CellsEvent>(topic.cells.name) };
  } finally {
    await bus.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Spot a little elsewhere, so that nothing of the picture before can be used again. */
const moved = (event: LevelsEvent, at: number): LevelsEvent => ({
  ...event,
  eventMs: epochMs(event.eventMs + at),
  body: { ...event.body, spot: (event.body.spot + (at % 400) / 20) as LevelsEvent['body']['spot'] },
});
