import { type ActorNumbers, actorSamples, type Sample, sample } from '@gexstream/metrics';
import type { HistoryStatus } from './start-history.ts';

/** What history tells of itself, as metrics. */
export const historySamples = (
  status: Omit<HistoryStatus, 'actors'> & { readonly actors: readonly ActorNumbers[] },
): readonly Sample[] => [
  ...Object.entries(status.tables).flatMap(([table, { rows, batches, failures, retrying }]) => [
    sample('historyRows', rows, { table }),
    sample('historyBatches', batches, { table }),
    sample('historyFailures', failures, { table }),
    sample('historyRetrying', retrying ? 1 : 0, { table }),
  ]),
  sample('historyBatchesWaiting', status.batchesWaiting),
  sample('historyTrimFailures', status.trimFailures),
  sample('deadLetters', status.deadLetters, { reader: 'history' }),
  ...actorSamples(status.actors),
];
