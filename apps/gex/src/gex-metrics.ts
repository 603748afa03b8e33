import type { EpochMs } from '@gexstream/domain';
import { type ActorNumbers, actorSamples, type Metrics, type Sample, sample } from '@gexstream/metrics';
import { type Gex, type GexOptions, gexGroup } from './start-gex.ts';

/** What gex tells of itself, as metrics. */
export const gexSamples = (
  status: Omit<ReturnType<Gex['status']>, 'actors'> & { readonly actors: readonly ActorNumbers[] },
): readonly Sample[] => [
  sample('partitions', status.partitions, { group: gexGroup }),
  sample('deadLetters', status.deadLetters, { reader: 'gex' }),
  ...actorSamples(status.actors),
];

export interface ObserveBatchesOptions {
  readonly metrics: Pick<Metrics, 'observe'>;
  /** The feed's time now, of the clock that stamped the records; null while this process does not know it: then no latency is counted. */
  readonly feedNow: () => EpochMs | null;
}

/** For `startGex`: how long each batch's computation took, and how old its newest record was when all was out. A batch that fails is not counted. */
export const observeBatches =
  ({ metrics, feedNow }: ObserveBatchesOptions): NonNullable<GexOptions['onBatchDone']> =>
  ({ records }, computeSeconds) => {
    metrics.observe('compute', computeSeconds);
    const [now, newest] = [feedNow(), records.at(-1)];
    if (now !== null && newest !== undefined) metrics.observe('pipelineLatency', (now - newest.timestampMs) / 1_000);
  };
