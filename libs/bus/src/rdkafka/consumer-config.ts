import type { SubscribeOptions } from '../bus.ts';
import type { Names } from '../kafka/names.ts';
import type { KafkaBusOptions } from '../kafka/options.ts';
import { connectionConfig } from './config.ts';

/** A handler may take so long (a store that is away) without losing its partitions; the session, not the handler, tells who lives. */
const handlerMsMax = 3_600_000;
/** Reading without a group needs a name all the same; nothing is ever kept under it. */
const noGroup = '-reader';

export const consumerConfig = (
  bus: KafkaBusOptions,
  { group }: SubscribeOptions,
  names: Names,
): Record<string, string | number | boolean> => ({
  ...connectionConfig(bus),
  'group.id': names.toCluster(group ?? noGroup),
  'enable.auto.commit': false,
  'enable.auto.offset.store': false,
  'max.poll.interval.ms': handlerMsMax,
  'fetch.wait.max.ms': 100,
  'fetch.error.backoff.ms': 100,
  'fetch.queue.backoff.ms': 10,
  'fetch.message.max.bytes': 2 ** 20 + 2 ** 16,
  'queued.min.messages': 10_000,
  'queued.max.messages.kbytes': 16 * 2 ** 10,
  ...(group === undefined ? classic : membership(bus)),
});

const membership = ({ groupProtocol, memberName }: KafkaBusOptions) => {
  if (memberName !== undefined) return { ...classic, 'group.instance.id': memberName };
  return groupProtocol === 'classic' ? classic : kip848;
};

const kip848 = {
  'group.protocol': 'consumer',
  // A key's partitions of all topics go to one member.
  'group.remote.assignor': 'range',
};

const classic = {
  'group.protocol': 'classic',
  'partition.assignment.strategy': 'cooperative-sticky',
  'session.timeout.ms': 6_000,
  'heartbeat.interval.ms': 500,
};
