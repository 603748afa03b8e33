import { setTimeout as sleep } from 'node:timers/promises';
import type { BusRecord } from '@gexstream/bus';
import { chainsOf, framesStartMs, openingRecords, recordMaker, timeMarks, underlyings } from '../workloads/market-frames.ts';
import { optionFrame } from '../workloads/market-records.ts';
import { seededRandom } from '../workloads/random.ts';
import type { BenchBackbone } from './backbone.ts';
import { bareProducer } from './bare-client.ts';
import { wallMs } from './record-meter.ts';
import { type Client, startWorker } from './worker.ts';

/** 5 000 updates a second: a hundred frames of fifty. */
const frameEveryMs = 10;
const rowsPerFrame = 50;
const marksEveryMs = 250;
const contractsPerUnderlying = 2_500;
/** Pipeline and bare take turns of this length, so that what else the machine does meets both. */
const legMs = 2_000;
/**
 * Before the legs that count, as a day that is under way has long done: minutes of event time go by fast, for what is made once a minute is
 * compiled by being made often; then some legs at the legs' own pace.
 */
const warmMinutes = 12;
const warmStepMs = 5_000;
const warmLegs = 2;

export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
  readonly samples: number;
}

export interface LatencyResult {
  /** Ms from a frame's receipt until the processor's state has it. */
  readonly pipeline: Quantiles;
  /** The same frames through the client library alone, until its consumer has them. */
  readonly bare: Quantiles;
  /** Ms from a cadence's boundary until the levels of it are acknowledged by the broker. */
  readonly emission: Quantiles;
}

export const latency = async (backbone: BenchBackbone, client: Client, legs: number): Promise<LatencyResult> => {
  const [options, bareOptions] = [backbone.nextFeed(client), backbone.nextFeed(client)];
  const bus = await backbone.openBus(options);
  await (await backbone.openBus(bareOptions)).close();
  const producer = await bareProducer(bareOptions);
  const [gex, bare] = await Promise.all([startWorker('gex', options), startWorker('bare', bareOptions)]);
  try {
    const random = seededRandom(5);
    // Each way numbers its own: a hole would be input lost, after which the processor says nothing until the next whole chain.
    const makers = { pipeline: recordMaker(options.feed), bare: recordMaker(options.feed) };
    const chains = chainsOf(contractsPerUnderlying, random);
    const opening = openingRecords(makers.pipeline, chains);
    await bus.publish(opening);
    let turn = 0;
    let marked = 0;
    const frame = (way: keyof typeof makers, eventMs: number): BusRecord => {
      const name = underlyings[turn++ % underlyings.length]!;
      const body = optionFrame(chains.get(name)!, rowsPerFrame, eventMs, random);
      return makers[way](name, eventMs, { kind: 'option-updates', body }, wallMs());
    };
    const sending: Promise<void>[] = [];
    const send = {
      pipeline: (records: readonly BusRecord[]) => bus.publish(records),
      bare: (records: readonly BusRecord[]) => producer.send(records),
    };
    const warmMs = framesStartMs + warmMinutes * 60_000;
    let sentRecords = opening.length;
    for (let eventMs = framesStartMs; eventMs < warmMs; eventMs += warmStepMs) {
      const records = [...underlyings.map(() => frame('pipeline', eventMs)), ...timeMarks(options.feed, eventMs)];
      await bus.publish(records);
      sentRecords += records.length;
    }
    await gex.reached(sentRecords);
    // From here on event time goes on with the wall's.
    const beganMs = wallMs();
    const shiftMs = beganMs - warmMs;
    for (let leg = 0; leg < 2 * (legs + warmLegs); leg++) {
      const way = leg % 2 === 0 ? 'pipeline' : 'bare';
      if (leg === 2 * warmLegs) for (const worker of [gex, bare]) worker.keep();
      const startMs = wallMs();
      for (let sent = 0; sent < legMs / frameEveryMs; sent++) {
        const dueMs = startMs + sent * frameEveryMs;
        if (wallMs() < dueMs) await sleep(dueMs - wallMs());
        const eventMs = Math.floor(wallMs() - shiftMs);
        sending.push(send[way]([frame(way, eventMs)]));
        // In both legs, as soon as it is due: the cadence goes on, and what it is late by is not the sender's.
        const quarter = Math.floor(eventMs / marksEveryMs);
        if (quarter > marked) sending.push(bus.publish(timeMarks(options.feed, eventMs)));
        marked = quarter;
      }
    }
    await Promise.all(sending);
    // What is under way comes within a moment; nothing is added to any latency by it.
    await sleep(1_000);
    const [ours, theirs] = [await gex.latencies(), await bare.latencies()];
    if (ours.levels.length < (legs * legMs) / marksEveryMs)
      throw new Error('The processor published too few levels: nothing is printed');
    return {
      pipeline: quantiles(ours.frames),
      bare: quantiles(theirs.frames),
      emission: quantiles(ours.levels.map(([eventMs, atMs]) => atMs - (eventMs + shiftMs))),
    };
  } finally {
    await Promise.all([gex.stop(), bare.stop(), producer.close(), bus.close()]);
  }
};

const quantiles = (values: readonly number[]): Quantiles => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), samples: sorted.length };
};
