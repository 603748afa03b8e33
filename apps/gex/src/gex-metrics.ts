import type { Bus, SubscribeOptions } from '@gexstream/bus';
import type { EpochMs } from '@gexstream/domain';
import { type ActorNumbers, actorSamples, type Metrics, type Sample, sample, stopwatch } from '@gexstream/metrics';
import { type Gex, gexGroup } from './start-gex.ts';

/** What gex tells of itself, as metrics. */
export const gexSamples = (
  status: Omit<ReturnType<Gex['status']>, 'actors'> & { readonly actors: readonly ActorNumbers[] },
): readonly Sample[] => [
  sample('partitions', status.partitions, { group: gexGroup }),
  sample('deadLetters', status.deadLetters, { reader: 'gex' }),
  ...actorSamples(status.actors),
];

export interface MeasuredBusOptions {
  readonly metrics: Pick<Metrics, 'observe'>;
  /** The feed's time now, of the clock that stamped the records; null where this process does not know it: then no latency is counted. */
  readonly feedNow: (() => EpochMs) | null;
}

/**
 * The bus for `startGex`, with a look at the clock around each batch: how long its computation took, publishing and committing apart, and
 * how old its newest record was when all was out. A batch that fails is not counted.
 */
export const measuredBus = (bus: Bus, { metrics, feedNow }: MeasuredBusOptions): Bus => {
  // Batches of a subscription come one at a time, and this bus serves one: what it awaits meanwhile belongs to the batch in hand.
  let awaitedSeconds = 0;
  const awaited = async <T>(call: Promise<T>): Promise<T> => {
    const elapsed = stopwatch();
    try {
      return await call;
    } finally {
      awaitedSeconds += elapsed();
    }
  };
  const measured = (onBatch: SubscribeOptions['onBatch']): SubscribeOptions['onBatch'] => {
    return async (batch, commit) => {
      awaitedSeconds = 0;
      const elapsed = stopwatch();
      await onBatch(batch, (offset) => awaited(commit(offset)));
      metrics.observe('compute', elapsed() - awaitedSeconds);
      const newest = batch.records.at(-1);
      if (feedNow !== null && newest !== undefined) metrics.observe('pipelineLatency', (feedNow() - newest.timestampMs) / 1_000);
    };
  };
  return {
    publish: (records) => awaited(bus.publish(records)),
    subscribe: (options) => bus.subscribe({ ...options, onBatch: measured(options.onBatch) }),
    declareTopics: (topics) => bus.declareTopics(topics),
    inspectTopics: (topics) => bus.inspectTopics(topics),
    topics: () => bus.topics(),
    offsets: (topic) => bus.offsets(topic),
    groups: () => bus.groups(),
    committed: (group) => bus.committed(group),
    read: (...range) => bus.read(...range),
    close: () => bus.close(),
  };
};
