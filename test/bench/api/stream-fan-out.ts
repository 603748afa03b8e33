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

/** Changes go out together, so often; to so many readers in as many phases. */
const gatherMs = 250;
const phases = 5;
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

interface Measured {
  readonly ours: Turn;
  readonly bare: Turn;
  readonly inPhases: Turn;
}

/**
 * How long events are on their way to many readers, a tenth of them stalled; in turns with sockets alone that are given the
 * same bytes, all at one beat and in phases as here.
 */
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
  const bareOptions = { events: perBeat, bytes: Math.round((bytes * gatherMs) / 1_000 / perBeat), everyMs: gatherMs };
  const bare = await startServed('bare-stream', { ...bareOptions, phases: 1 });
  const inPhases = await startServed('bare-stream', { ...bareOptions, phases });
  try {
    const measured: Measured[] = [];
    for (let at = 0; at < turns; at++)
      measured.push({ ours: await turn(api), bare: await turn(bare), inPhases: await turn(inPhases) });
    const of = (name: string, pick: (one: Measured) => number, unit = ' ms'): string => {
      const { median, min, max } = spread(measured.map(pick));
      const text = (value: number): string => value.toFixed(value < 10 ? 1 : 0);
      return `${name} ${text(median)}${unit} (${text(min)}–${text(max)})`.trim();
    };
    const told = (name: keyof Measured): string =>
      [
        of('p50', (one) => one[name].p50),
        of('p99', (one) => one[name].p99),
        of('', (one) => one[name].cpuShare * 100, ' % of a core'),
        of('', (one) => one[name].rssBytes / 2 ** 20, ' MB'),
      ].join(', ');
    const times = (name: keyof Measured): string => of('p99 ours / bare', (one) => one.ours.p99 / one[name].p99, '×');
    say(
      `${readers} stream readers, ${stalled} of them stalled, ${events.toFixed(1)} events/s and ${(bytes / 1e3).toFixed(0)} kB/s each, made → arrived, medians of ${turns} turns of ${secondsEach} s (least–greatest)`,
    );
    say(`  ours                    ${told('ours')}; aim p99 ≤ 25 ms`);
    say(`  bare, all at one beat   ${told('bare')}; ${times('bare')}`);
    say(`  bare, in ${phases} phases too    ${told('inPhases')}; ${times('inPhases')}`);
  } finally {
    await bare.stop();
    await inPhases.stop();
  }
};
