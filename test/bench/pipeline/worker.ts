import { fork } from 'node:child_process';
import { join } from 'node:path';
import { topic } from '@gexstream/bus';
import type { Feed } from '@gexstream/domain';
import {
  epochVariable,
  type Latencies,
  type MeterAnswer,
  type MeterQuestion,
  monotonicEpochMs,
  type Progress,
} from './record-meter.ts';

export type Client = 'rdkafka' | 'kafkajs';

export interface WorkerOptions {
  readonly client: Client;
  readonly brokers: readonly string[];
  readonly feed: Feed;
}

/** Where the records of a feed are on the cluster. */
export const topicNameOf = ({ feed }: Pick<WorkerOptions, 'feed'>): string => `${feed}.${topic.market.name}`;

/** A process that reads topic `market` of a feed: the processor, or a client library alone. */
export interface Worker {
  readonly pid: number;
  reached(records: number): Promise<Progress>;
  /** Times are kept from now on. */
  keep(): void;
  latencies(): Promise<Latencies>;
  stop(): Promise<void>;
}

/** A worker that says nothing for so long has failed. */
const answerMsMax = 180_000;

export const startWorker = async (kind: 'gex' | 'bare', options: WorkerOptions): Promise<Worker> => {
  const child = fork(join(import.meta.dirname, `${kind}-worker.ts`), [JSON.stringify(options)], {
    env: { ...process.env, UV_THREADPOOL_SIZE: '16', [epochVariable]: String(monotonicEpochMs) },
  });
  let stopping = false;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));

  const next = <Kind extends MeterAnswer['answer']>(wanted: Kind): Promise<Extract<MeterAnswer, { answer: Kind }>> =>
    new Promise((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`The ${kind} worker of ${topicNameOf(options)} ${why}`));
      const tooLate = setTimeout(() => fail(`did not say "${wanted}" within ${answerMsMax} ms`), answerMsMax);
      const listen = (message: MeterAnswer): void => {
        if (message.answer !== wanted) return;
        child.off('message', listen);
        clearTimeout(tooLate);
        resolve(message as Extract<MeterAnswer, { answer: Kind }>);
      };
      child.on('message', listen);
      void ended.then(() => {
        clearTimeout(tooLate);
        if (!stopping) fail(`ended with status ${child.exitCode}`);
      });
    });
  const ask = <Kind extends MeterAnswer['answer']>(question: MeterQuestion, wanted: Kind) => {
    const answered = next(wanted);
    child.send(question);
    return answered;
  };

  await next('ready');
  return {
    pid: child.pid!,
    reached: async (records) => (await ask({ ask: 'reached', records }, 'reached')).progress,
    keep: () => {
      child.send({ ask: 'keep' } satisfies MeterQuestion);
    },
    latencies: async () => (await ask({ ask: 'latencies' }, 'latencies')).latencies,
    stop: async () => {
      stopping = true;
      child.kill('SIGKILL');
      await ended;
    },
  };
};
