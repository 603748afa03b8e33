import { setTimeout } from 'node:timers/promises';
import { spread } from '../bench.ts';
import { percentiles } from './http-connections.ts';
import { type Served, startServed } from './served.ts';
import { streamReaders } from './stream-readers.ts';

export interface FanOut {
  readonly api: Served;
  readonly path: string;
  readonly key: string;
  readonly readers: number;
}

/** Changes go out together, so often. */
const gatherMs = 250;
const turns = 3;
const settleMs = 2_000;
const secondsEach = 5;
const hertzMin = 10;

interface Turn {
  readonly p50: number;
  readonly p99: number;
  /** Of a core, in the server. */
  readonly cpuShare: number;
  readonly rssBytes: number;
  /** Of one reader in a second. */
  readonly events: number;
  readonly bytes: number;
}

/** How long events are on their way to many readers, a tenth of them stalled; in turns with sockets alone that are given the same bytes. */
export const streamFanOut = async ({ api, path, key, readers }: FanOut, say: (line: string) => void): Promise<void> => {
  const stalled = readers / 10;
  const turn = async (served: Served): Promise<Turn> => {
    const reading = await streamReaders({ port: served.port, path, key, readers, stalled, feedOffsetMs: served.feedOffsetMs });
    await setTimeout(settleMs);
    const before = await served.usage();
    reading.count();
    await setTimeout(secondsEach * 1_000);
    const delays = [...reading.delays];
    const bytes = reading.bytes();
    const after = await served.usage();
    reading.close();
    if (reading.lost() > 0) throw new Error(`${reading.lost()} readers that read were cut off, so nothing is printed`);
    const each = (count: number): number => count / (readers - stalled) / secondsEach;
    if (!(each(delays.length) >= hertzMin))
      throw new Error(
        `each reader got ${each(delays.length).toFixed(1)} events a second, not ${hertzMin}, so nothing is printed`,
      );
    const at = percentiles(delays);
    const cpuShare = (after.cpuSeconds - before.cpuSeconds) / secondsEach;
    return { p50: at(0.5), p99: at(0.99), cpuShare, rssBytes: after.rssBytes, events: each(delays.length), bytes: each(bytes) };
  };

  api.change();
  const { events, bytes } = await turn(api);
  const perBeat = Math.round((events * gatherMs) / 1_000);
  const bare = await startServed('bare-stream', {
    events: perBeat,
    bytes: Math.round((bytes * gatherMs) / 1_000 / perBeat),
    everyMs: gatherMs,
  });
  try {
    const measured: { readonly ours: Turn; readonly bare: Turn }[] = [];
    for (let at = 0; at < turns; at++) measured.push({ ours: await turn(api), bare: await turn(bare) });
    const ms = (name: string, pick: (one: (typeof measured)[number]) => number, unit = ' ms'): string => {
      const { median, min, max } = spread(measured.map(pick));
      const text = (value: number): string => value.toFixed(value < 10 ? 1 : 0);
      return `${name} ${text(median)}${unit} (${text(min)}–${text(max)})`;
    };
    const core = (pick: (one: (typeof measured)[number]) => Turn): string =>
      `${ms('', (one) => pick(one).cpuShare * 100, ' % of a core').trim()}`;
    say(
      `${readers} stream readers, ${stalled} of them stalled, ${events.toFixed(1)} events/s and ${(bytes / 1e3).toFixed(0)} kB/s each, made → arrived, medians of ${turns} turns of ${secondsEach} s (least–greatest)`,
    );
    say(
      `  ours  ${ms('p50', ({ ours }) => ours.p50)}, ${ms('p99', ({ ours }) => ours.p99)}, ${core(({ ours }) => ours)}, ${(measured.at(-1)!.ours.rssBytes / 2 ** 20).toFixed(0)} MB; aim p99 ≤ 25 ms`,
    );
    say(
      `  bare  ${ms('p50', (one) => one.bare.p50)}, ${ms('p99', (one) => one.bare.p99)}, ${core((one) => one.bare)}; ${ms('p99 ours / bare', ({ ours, bare: floor }) => ours.p99 / floor.p99, '×')}`,
    );
  } finally {
    await bare.stop();
  }
};
