import type { DeliveryReport, LibrdKafkaError, Producer as NativeProducer } from 'node-rdkafka';
import { valueBytesMax } from '../checked-record.ts';
import { BusError } from '../errors.ts';
import { busError } from '../kafka/errors.ts';
import { namesOf } from '../kafka/names.ts';
import { closeTimeoutMs, type KafkaBusOptions, noLog, publishTimeoutMsDefault } from '../kafka/options.ts';
import type { Placed, Producer } from '../kafka/producer.ts';
import { connectionConfig } from './config.ts';
import type { Native } from './native.ts';

const waitingBytesMax = 256 * 2 ** 20;
/** librdkafka's own queue; when it is full, calls wait here in their order. */
const queueKiB = 64 * 2 ** 10;
const connectTimeoutMs = 10_000;
/** One look at delivery reports while little waits; the thread that looks returns at once when nothing is left to be reported. */
const reportsMs = 20;
/** Where more records than this wait, they gather so long into requests, and reports are looked for this often. */
const busyRecordsMin = 64;
const lingerMs = 5;
const busyReportsMs = 2;
const queueFull = -184;

interface Call {
  readonly records: readonly Placed[];
  readonly bytes: number;
  /** Records that librdkafka took, and of these the acknowledged ones. */
  produced: number;
  acknowledged: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Idempotent, a delivery report for each record: that costs 2 µs a record and is the only way to tell when one call is kept while
 * others go on. The first failure rejects everything not yet acknowledged and begins with a new producer: order survives publishing again.
 */
export const rdkafkaProducer = (native: Native, options: KafkaBusOptions): Producer => {
  const { log = noLog, publishTimeoutMs: timeoutMs = publishTimeoutMsDefault } = options;
  const names = namesOf(options.feed);
  let current: Promise<NativeProducer> | null = null;
  /** Not yet acknowledged, in the order of their publishing. */
  const calls = new Set<Call>();
  /** Of these, what librdkafka has not taken whole. */
  let waiting: Call[] = [];
  let queuedBytes = 0;
  let queuedRecords = 0;
  let looking = false;
  let handing = false;
  let tellIdle: (() => void)[] = [];

  const connected = (): Promise<NativeProducer> => {
    current ??= new Promise((resolve, reject) => {
      const producer = new native.Producer(
        {
          ...connectionConfig(options),
          'enable.idempotence': true,
          'message.max.bytes': valueBytesMax + 2 ** 16,
          'queue.buffering.max.kbytes': queueKiB,
          // A look at reports while little waits ignores the linger.
          'linger.ms': lingerMs,
          'batch.num.messages': 10_000,
          // A request of half a region of the broker's heap or more (1 MiB at 512 MiB) makes its collector mark all of it.
          'batch.size': 384 * 2 ** 10,
          'compression.codec': 'none',
          'statistics.interval.ms': 0,
          dr_cb: true,
        },
        // A setting of topics: given above it would be ignored without a word.
        { 'message.timeout.ms': timeoutMs },
      );
      producer.on('delivery-report', delivered);
      producer.on('event.error', (error) => log.debug({ code: error.code, error: error.message }, 'producer'));
      producer.connect({ timeout: connectTimeoutMs }, (error) => {
        if (error) reject(error);
        else resolve(producer);
      });
    });
    return current;
  };

  const settle = (call: Call): void => {
    calls.delete(call);
    queuedBytes -= call.bytes;
    queuedRecords -= call.records.length;
    if (calls.size === 0) {
      for (const resolve of tellIdle) resolve();
      tellIdle = [];
    }
  };

  const delivered = (error: LibrdKafkaError | null, report: DeliveryReport): void => {
    // Late reports of calls that were given up.
    const call = report.opaque as Call;
    if (!calls.has(call)) return;
    if (error) {
      failAll(error, call);
      return;
    }
    call.acknowledged++;
    if (call.acknowledged < call.records.length) return;
    settle(call);
    call.resolve();
    if (waiting.length > 0) void handOver();
  };

  const failAll = (error: unknown, at: Call | undefined): void => {
    const failed = busError(error, `Publishing to ${at?.records[0]?.topic ?? 'Kafka'}`);
    const all = [...calls];
    waiting = [];
    for (const call of all) settle(call);
    for (const call of all) call.reject(failed);
    discard();
  };

  /** What it still holds goes with it, without waiting. */
  const discard = (): void => {
    const old = current;
    current = null;
    old?.then(
      (producer) => producer.disconnect(1),
      () => {},
    );
  };

  /**
   * While little waits, a thread waits inside librdkafka for the reports: they arrive as they come in, not at the next tick of a timer. It
   * also makes every record go out at once, in a request of its own: when many wait, that would cost both sides twice as much as all else.
   */
  const look = (producer: NativeProducer): void => {
    if (looking || calls.size === 0) return;
    looking = true;
    if (queuedRecords < busyRecordsMin) producer.flush(reportsMs, looked);
    else
      options.clock.after(busyReportsMs, () => {
        if (producer.isConnected()) producer.poll();
        looked();
      });
  };

  const looked = (): void => {
    looking = false;
    if (calls.size === 0) return;
    if (waiting.length > 0) void handOver();
    void current?.then(look, () => {});
  };

  const handOver = async (): Promise<void> => {
    if (handing) return;
    handing = true;
    try {
      const producer = await connected();
      while (waiting.length > 0) {
        if (!produceAll(producer, waiting[0]!)) break;
        waiting.shift();
      }
      look(producer);
    } catch (error) {
      failAll(error, waiting[0]);
    } finally {
      handing = false;
    }
  };

  /** False when the queue is full; then it goes on from there after a report. */
  const produceAll = (producer: NativeProducer, call: Call): boolean => {
    for (; call.produced < call.records.length; call.produced++) {
      const { topic, partition, value, key, timestampMs } = call.records[call.produced]!;
      try {
        producer.produce(names.toCluster(topic), partition, asBuffer(value), Buffer.from(key), timestampMs, call);
      } catch (error) {
        if ((error as LibrdKafkaError).code === queueFull) return false;
        throw error;
      }
    }
    return true;
  };

  return {
    publish: (records, bytes) =>
      new Promise((resolve, reject) => {
        if (queuedBytes + bytes > waitingBytesMax) {
          const message = `More than ${waitingBytesMax} bytes wait to be published. Await publish before the next call`;
          reject(new BusError('BUS_REJECTED', message));
          return;
        }
        const call: Call = { records, bytes, produced: 0, acknowledged: 0, resolve, reject };
        queuedBytes += bytes;
        queuedRecords += records.length;
        calls.add(call);
        waiting.push(call);
        void handOver();
      }),
    queued: () => ({ records: queuedRecords, bytes: queuedBytes }),
    async close() {
      if (calls.size > 0) {
        const late = new BusError(
          'BUS_TIMEOUT',
          `The bus was closed, and the brokers did not answer within ${closeTimeoutMs} ms`,
        );
        const cancel = options.clock.after(closeTimeoutMs, () => failAll(late, undefined));
        await new Promise<void>((resolve) => tellIdle.push(resolve));
        cancel();
      }
      const producer = await current?.catch(() => null);
      current = null;
      if (producer) await new Promise<void>((resolve) => producer.disconnect(1, () => resolve()));
    },
  };
};

const asBuffer = (value: Uint8Array | null): Buffer | null =>
  value === null || Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
