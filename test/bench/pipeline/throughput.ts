import { type MarketFrames, marketFrames } from '../workloads/market-frames.ts';
import { type BenchBackbone, publishAll } from './backbone.ts';
import { bareProducer } from './bare-client.ts';
import { type CpuSeconds, countCpu } from './cpu-time.ts';
import { wallMs } from './record-meter.ts';
import { checkStored, expectedRows, untilStored } from './reference.ts';
import { type Client, startWorker } from './worker.ts';

export interface Workload {
  readonly updates: number;
  readonly rowsPerFrame: number;
}

/** The densest market that the aim speaks of: half a million updates within a second of event time. */
const updatesPerSecond = 500_000;
const contractsPerUnderlying = 2_500;
/** This share of the frames goes first and is not timed: it warms everybody's code up. */
const warmShare = 0.1;

export interface Throughput {
  /** Updates per second: until the levels are stored, and until the processor's state has them. */
  readonly stored: number;
  readonly computed: number;
  /** By process, CPU seconds per million updates. */
  readonly cpu: CpuSeconds;
  /** The same records through the client library alone. */
  readonly bare: number;
}

/** Frames from memory through Kafka, the processor, Kafka and the history into QuestDB; then the same frames produced and consumed bare. */
export const throughput = async (backbone: BenchBackbone, client: Client, workload: Workload): Promise<Throughput> => {
  const options = backbone.nextFeed(client);
  const frames = marketFrames({ ...workload, feed: options.feed, updatesPerSecond, contractsPerUnderlying });
  const expected = await expectedRows(frames);
  const warm = Math.round(warmShare * frames.frames.length);
  const timedUpdates = (1 - warmShare) * workload.updates;
  const bus = await backbone.openBus(options);
  const store = await backbone.openStore(options.feed);
  const history = await backbone.startHistory(options);
  const gex = await startWorker('gex', options);
  try {
    await publishAll(bus, [...frames.opening, ...frames.frames.slice(0, warm)]);
    await gex.reached(frames.opening.length + warm);
    const cpu = countCpu({ ingest: process.pid, gex: gex.pid, history: history.process.pid!, ...backbone.pids });
    const startMs = wallMs();
    await publishAll(bus, [...frames.frames.slice(warm), ...frames.closing]);
    const { lastMs } = await gex.reached(recordCount(frames));
    // Asked from now on only: before, it cannot be there, and the asking shares the cores.
    await untilStored(store, expected);
    const storedMs = wallMs() - startMs;
    const used = cpu();
    await checkStored(store, expected);
    return {
      stored: perSecond(timedUpdates, storedMs),
      computed: perSecond(timedUpdates, lastMs - startMs),
      cpu: perMillion(used, timedUpdates),
      bare: await bareThroughput(backbone, client, workload, frames),
    };
  } finally {
    await Promise.all([gex.stop(), history.kill(), bus.close(), store.close()]);
  }
};

const bareThroughput = async (
  backbone: BenchBackbone,
  client: Client,
  { updates }: Workload,
  { frames }: MarketFrames,
): Promise<number> => {
  const options = backbone.nextFeed(client);
  await (await backbone.openBus(options)).close();
  const producer = await bareProducer(options);
  const consumer = await startWorker('bare', options);
  try {
    const startMs = wallMs();
    await producer.send(frames);
    const { lastMs } = await consumer.reached(frames.length);
    return perSecond(updates, lastMs - startMs);
  } finally {
    await Promise.all([consumer.stop(), producer.close()]);
  }
};

export interface CatchUp {
  /** Updates per second from the first record read to the last one computed. */
  readonly computed: number;
  readonly cpu: CpuSeconds;
  /** The same topic read by the client library alone. */
  readonly bare: number;
}

/** A processor that begins with everything waiting in the topic. */
export const catchUp = async (backbone: BenchBackbone, client: Client, workload: Workload): Promise<CatchUp> => {
  const options = backbone.nextFeed(client);
  const frames = marketFrames({ ...workload, feed: options.feed, updatesPerSecond, contractsPerUnderlying });
  const expected = await expectedRows(frames);
  const bus = await backbone.openBus(options);
  const store = await backbone.openStore(options.feed);
  await publishAll(bus, [...frames.opening, ...frames.frames, ...frames.closing]);
  const gex = await startWorker('gex', options);
  const cpu = countCpu({ gex: gex.pid, ...backbone.pids });
  try {
    const { firstMs, lastMs } = await gex.reached(recordCount(frames));
    const used = cpu();
    const bare = await startWorker('bare', options);
    const read = await bare.reached(recordCount(frames));
    await bare.stop();
    const history = await backbone.startHistory(options);
    await untilStored(store, expected);
    await checkStored(store, expected);
    await history.kill();
    return {
      computed: perSecond(workload.updates, lastMs - firstMs),
      cpu: perMillion(used, workload.updates),
      bare: perSecond(workload.updates, read.lastMs - read.firstMs),
    };
  } finally {
    await Promise.all([gex.stop(), bus.close(), store.close()]);
  }
};

const recordCount = ({ opening, frames, closing }: MarketFrames): number => opening.length + frames.length + closing.length;

const perSecond = (updates: number, ms: number): number => updates / (ms / 1000);

const perMillion = (used: CpuSeconds, updates: number): CpuSeconds =>
  Object.fromEntries(Object.entries(used).map(([name, seconds]) => [name, (seconds / updates) * 1e6]));
