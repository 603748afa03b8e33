import { monitorEventLoopDelay } from 'node:perf_hooks';
import { loadImage } from '@napi-rs/canvas';
import { chatPictures, type DrawPicture } from '../../support/chat-pictures.ts';
import type { ReportBench } from '../report-bench.ts';
import { acksWhileDrawing } from './acks-while-drawing.ts';

/** BENCH_IMAGES=2000 is the soak that the growth of memory is judged by. */
const images = Number(process.env.BENCH_IMAGES ?? 100);
const MiB = 2 ** 20;

/** Pictures one after the other, each of other numbers: how long each takes, what the event loop feels, what memory keeps. */
export const imagesReport: ReportBench = {
  name: 'images',
  about: `${images} of each picture for chats, 1200 × 900 as PNG; aims: p95 below 100 ms, 2 000 keep less than 50 MB; commands acknowledged below 1 s while four are asked for (8.6)`,
  run: async (print) => {
    for (const [name, draw] of Object.entries(chatPictures)) print(`  ${name.padEnd(13)} ${await measured(draw)}`);
    print(`  ${'acknowledged'.padEnd(13)} ${await acksWhileDrawing(images)}`);
  },
};

const measured = async (drawn: DrawPicture): Promise<string> => {
  // Spot a little elsewhere, so that nothing of the picture before can be used again.
  const draw = (at: number): Promise<Uint8Array> => drawn((at % 400) / 20).then(({ png }) => png);
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
  const grown = (process.memoryUsage().rss - before) / MiB;
  return `p50 ${share(0.5)}, p95 ${share(0.95)}, most ${share(1)}; event loop p99 ${(delay.percentile(99) / 1e6).toFixed(0)} ms; memory grew ${grown.toFixed(0)} MiB; ${(first.byteLength / 1_000).toFixed(0)} kB each`;
};
