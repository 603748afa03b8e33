import type { Producer as KafkaJsProducer } from 'kafkajs';
import { BusError } from '../errors.ts';
import { busError } from '../kafka/errors.ts';
import { namesOf } from '../kafka/names.ts';
import { closeTimeoutMs, type KafkaBusOptions, publishTimeoutMsDefault } from '../kafka/options.ts';
import type { Placed, Producer } from '../kafka/producer.ts';
import { batchedRequests } from './batched-requests.ts';
import { kafkaClient, retries } from './client.ts';
import { sendCovered } from './send-covered.ts';

/** Beyond this the caller does not wait for its publishes. */
const waitingBytesMax = 256 * 2 ** 20;
/** Most that one request carries, unless a single call has more. */
const requestBytesMax = 4 * 2 ** 20;

/** A producer and how to end the retries of what it is still sending. */
interface Sender {
  readonly producer: Promise<KafkaJsProducer>;
  giveUp(): void;
}

/** kafkajs ends its retries for this alone: an error that says it is not to be retried. */
class GivenUp extends Error {
  readonly retriable = false;
}

interface Call {
  readonly records: readonly Placed[];
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One request at a time, and calls that came meanwhile travel together: order holds between calls that were not awaited, also when a
 * request is tried again. What waits behind a failed request is rejected with it, so that order survives publishing again.
 */
export const kafkaJsProducer = (options: KafkaBusOptions): Producer => {
  const names = namesOf(options.feed);
  const client = kafkaClient(options);
  const timeoutMs = options.publishTimeoutMs ?? publishTimeoutMsDefault;
  let current: Sender | null = null;
  let waiting: Call[] = [];
  let waitingBytes = 0;
  let sending = false;
  let idle: (() => void)[] = [];
  /** Ends the attempt under way, which has had so long. */
  let expire = (_ms: number): void => {};

  const openSender = (): Sender => {
    let givenUp = false;
    const producer = client.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      // As long as the publish may take: a leader that died is found dead by the brokers in their own time. `within` ends it.
      retry: { ...retries, retries: Number.MAX_SAFE_INTEGER },
      // Records come with their partition. It is asked in every attempt, which makes it the one place where kafkajs can be stopped.
      createPartitioner:
        () =>
        ({ message }) => {
          if (givenUp) throw new GivenUp('This publish was given up');
          return message.partition!;
        },
    });
    return {
      producer: producer.connect().then(() => producer),
      giveUp() {
        givenUp = true;
      },
    };
  };

  const connected = (): Promise<KafkaJsProducer> => {
    current ??= openSender();
    return current.producer;
  };

  /**
   * Sequence numbers are uncertain after a failure: the next request begins with a new producer id. An attempt that goes on after its time
   * connects again before it notices, so what it opened is closed once it has ended.
   */
  const discard = async (attempt: Promise<void>): Promise<void> => {
    const old = current;
    current = null;
    old?.giveUp();
    const disconnect = async (): Promise<void> => {
      await old?.producer.then((producer) => producer.disconnect()).catch(() => {});
    };
    void attempt.then(disconnect, disconnect);
    await disconnect();
  };

  const send = async (calls: readonly Call[]): Promise<void> => {
    const requests = batchedRequests(
      calls.flatMap(({ records }) => records),
      names,
    );
    // One producer for all: an attempt that was given up between two requests must not go on with the next producer.
    const producer = await connected();
    for (const topics of requests) await sendCovered(producer, topics);
  };

  const within = async (work: Promise<void>): Promise<void> => {
    let cancel = (): void => {};
    const late = new Promise<never>((_, reject) => {
      expire = (ms) => reject(new BusError('BUS_TIMEOUT', `No acknowledgement within ${ms} ms. Look whether the brokers answer`));
      cancel = options.clock.after(timeoutMs, () => expire(timeoutMs));
    });
    try {
      await Promise.race([work, late]);
    } finally {
      cancel();
    }
  };

  const next = (): Call[] => {
    let bytes = 0;
    let count = 0;
    while (count < waiting.length && (count === 0 || bytes + waiting[count]!.bytes <= requestBytesMax))
      bytes += waiting[count++]!.bytes;
    const calls = waiting.slice(0, count);
    waiting = waiting.slice(count);
    waitingBytes -= bytes;
    return calls;
  };

  const sendAll = async (): Promise<void> => {
    if (sending) return;
    sending = true;
    while (waiting.length > 0) {
      const calls = next();
      const attempt = send(calls);
      try {
        await within(attempt);
        for (const { resolve } of calls) resolve();
      } catch (error) {
        const failed = busError(
          error,
          `Publishing to ${[...new Set(calls.flatMap(({ records }) => records.map(({ topic }) => topic)))]}`,
        );
        const behind = waiting;
        waiting = [];
        waitingBytes = 0;
        for (const { reject } of [...calls, ...behind]) reject(failed);
        await discard(attempt);
      }
    }
    sending = false;
    for (const resolve of idle) resolve();
    idle = [];
  };

  return {
    publish: (records, bytes) =>
      new Promise((resolve, reject) => {
        if (waitingBytes + bytes > waitingBytesMax) {
          reject(
            new BusError(
              'BUS_REJECTED',
              `More than ${waitingBytesMax} bytes wait to be published. Await publish before the next call`,
            ),
          );
          return;
        }
        waitingBytes += bytes;
        waiting.push({ records, bytes, resolve, reject });
        void sendAll();
      }),
    queued: () => ({ records: waiting.reduce((sum, { records }) => sum + records.length, 0), bytes: waitingBytes }),
    async close() {
      if (sending) {
        const cancel = options.clock.after(closeTimeoutMs, () => expire(closeTimeoutMs));
        await new Promise<void>((resolve) => idle.push(resolve));
        cancel();
      }
      await discard(Promise.resolve());
    },
  };
};
