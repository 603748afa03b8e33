import type { ProducerBatch, RecordMetadata } from 'kafkajs';
import { expect, test } from 'vitest';
import { sendCovered } from './send-covered.ts';

const messages = (...partitions: number[]): { value: string; partition: number }[] =>
  partitions.map((partition) => ({ value: `${partition}`, partition }));

/** A producer that answers for these partitions, call by call, and keeps what it was given. */
const answering = (
  ...answers: number[][]
): { sent: (number | undefined)[][]; sendBatch: (batch: ProducerBatch) => Promise<RecordMetadata[]> } => {
  const sent: (number | undefined)[][] = [];
  return {
    sent,
    async sendBatch({ topicMessages = [] }) {
      sent.push(topicMessages.flatMap((topic) => topic.messages.map(({ partition }) => partition)));
      return (answers[sent.length - 1] ?? []).map((partition) => ({ topicName: 't', partition, errorCode: 0 }));
    },
  };
};

test('partitions that the report leaves out are sent again, the others are not', async () => {
  const producer = answering([0, 2], [1]);
  await sendCovered(producer, new Map([['t', messages(0, 1, 2, 1)]]));
  expect(producer.sent).toEqual([
    [0, 1, 2, 1],
    [1, 1],
  ]);
});

test('a report without any of them is a failure, not a success', async () => {
  await expect(sendCovered(answering([]), new Map([['t', messages(0)]]))).rejects.toMatchObject({ code: 'BUS_TIMEOUT' });
});
