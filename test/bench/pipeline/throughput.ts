import { type MarketFrames, marketFrames } from '../workloads/market-frames.ts';
import { type BenchBackbone, publishAll } from './backbone.ts';
import { bareProducer } from './bare-client.ts';
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

export interface Throughput {
  /** Updates per second: until the levels are stored, and until the processor's state has them. */
  readonly stored: number;
  readonly computed: number;
  /** Of the processor, CPU seconds per million updates. */
  readonly cpuSeconds: number;
  /** The same records through the client library alone. */
  readonly bare: number;
}

/** Frames from memory through Kafka, the processor, Kafka and the history into QuestDB; then the same frames produced and consumed bare. */
export const throughput = async (backbone: BenchBackbone, client: Client, workload: Workload): Promise<Throughput> => {
  const options = backbone.nextFeed(client);
  const frames = marketFrames({ ...workload, feed: options.feed, updatesPerSecond, contractsPerUnderlying });
  const expected = await expectedRows(frames);
  const bus = await backbone.openBus(options);
  const store = await backbone.openStore(options.feed);
  const history = await backbone.startHistory(options);
  const gex = await startWorker('gex', options);
  try {
    await publishAll(bus, frames.opening);
    const before = await gex.reached(frames.opening.length);
    const startMs = wallMs();
    await publishAll(bus, [...frames.frames, ...frames.closing]);
    await untilStored(store, expected);
    const storedMs = wallMs() - startMs;
    const after = await gex.reached(recordCount(frames));
    await checkStored(store, expected);
    return {
      stored: perSecond(workload.updates, storedMs),
      computed: perSecond(workload.updates, after.lastMs - startMs),
      cpuSeconds: ((after.cpuSeconds - before.cpuSeconds) / workload.updates) * 1e6,
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
  readonly cpuSeconds: number;
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
  try {
    const { firstMs, lastMs, cpuSeconds } = await gex.reached(recordCount(frames));
    const bare = await startWorker('bare', options);
    const read = await bare.reached(recordCount(frames));
    await bare.stop();
    const history = await backbone.startHistory(options);
    await untilStored(store, expected);
    await checkStored(store, expected);
    await history.kill();
    return {
      computed: perSecond(workload.updates, lastMs - firstMs),
      cpuSeconds: (cpuSeconds / workload.updates) * 1e6,
      bare: perSecond(workload.updates, read.lastMs - read.firstMs),
    };
  } finally {
    await Promise.all([gex.stop(), bus.close(), store.close()]);
  }
};

const recordCount = ({ opening, frames, closing }: MarketFrames): number => opening.length + frames.length + closing.length;

const perSecond = (updates: number, ms: number): number => updates / (ms / 1000);
