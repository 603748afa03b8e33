import kafkajs, { type Producer as KafkaJsProducer, type Message } from 'kafkajs';
import { BusError } from '../errors.ts';

/** Messages by topic on the cluster; each names its partition. */
export type MessagesByTopic = ReadonlyMap<string, readonly Message[]>;

/**
 * Sends until every partition has answered. kafkajs remembers answers by broker: when a leader dies and its partitions move to a broker
 * that had already answered for others, it never sends them there, and still reports success. What its report leaves out is sent again.
 */
export const sendCovered = async (producer: Pick<KafkaJsProducer, 'sendBatch'>, messages: MessagesByTopic): Promise<void> => {
  let left = messages;
  while (left.size > 0) {
    const answers = await producer.sendBatch({
      acks: -1,
      compression: kafkajs.CompressionTypes.None,
      topicMessages: [...left].map(([topic, ones]) => ({ topic, messages: [...ones] })),
    });
    const answered = new Set(answers.map(({ topicName, partition }) => `${topicName}/${partition}`));
    const before = count(left);
    left = without(left, answered);
    if (count(left) === before)
      throw new BusError('BUS_TIMEOUT', 'The brokers answered for none of the partitions. Publish again');
  }
};

const without = (messages: MessagesByTopic, answered: ReadonlySet<string>): MessagesByTopic =>
  new Map(
    [...messages]
      .map(([topic, ones]) => [topic, ones.filter(({ partition }) => !answered.has(`${topic}/${partition}`))] as const)
      .filter(([, ones]) => ones.length > 0),
  );

const count = (messages: MessagesByTopic): number => [...messages.values()].reduce((sum, { length }) => sum + length, 0);
