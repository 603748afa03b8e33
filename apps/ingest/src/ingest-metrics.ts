import { actorSamples, type Sample, sample, states } from '@gexstream/metrics';
import type { IngestStatus } from './ingest-options.ts';

const feedStates: readonly IngestStatus['state'][] = [
  'starting',
  'connecting',
  'live',
  'reconnecting',
  'auth-required',
  'stopping',
];

const circuitStates: readonly IngestStatus['restCircuit'][] = ['closed', 'open', 'half-open'];

/** Without the fields, whose names come from the wire; a schema that moves is a rise from 0. */
const rejectedByReason = (rejected: IngestStatus['counters']['rejected']): ReadonlyMap<string, number> => {
  const sums = new Map([
    ['unknown field', 0],
    ['missing field', 0],
  ]);
  for (const [kind, count] of Object.entries(rejected)) {
    const reason = kind.slice(kind.lastIndexOf(': ') + 1).trim();
    sums.set(reason, (sums.get(reason) ?? 0) + count);
  }
  return sums;
};

/** What ingest tells of itself, as metrics. */
export const ingestSamples = (status: IngestStatus): readonly Sample[] => {
  const { state, symbols, counters, outbox, actors, restCircuit, loginExpiresMs, clockSkewMs } = status;
  return [
    ...states('feedState', 'state', feedStates, state),
    ...states('restCircuit', 'state', circuitStates, restCircuit),
    ...(loginExpiresMs === null ? [] : [sample('loginExpires', loginExpiresMs / 1_000)]),
    ...(clockSkewMs === null ? [] : [sample('clockSkew', clockSkewMs / 1_000)]),
    ...symbols.flatMap(({ underlying, streamed, polled }) => [
      sample('contracts', streamed, { underlying, by: 'stream' }),
      sample('contracts', polled, { underlying, by: 'chain' }),
    ]),
    sample('frames', counters.frames),
    sample('garbage', counters.garbage),
    ...[...rejectedByReason(counters.rejected)].map(([reason, count]) => sample('rejectedValues', count, { reason })),
    sample('updates', counters.updates),
    sample('records', counters.records),
    sample('timeMarks', counters.timeMarks),
    sample('outboxDrafts', outbox.drafts),
    sample('outboxBytes', outbox.bytes),
    sample('coalescedRows', outbox.coalescedRows),
    sample('outboxAge', outbox.waitedMs / 1_000),
    // From the start, so that the first ones are a rise.
    ...symbols.map(({ underlying }) => sample('droppedRecords', outbox.dropped[underlying]?.records ?? 0, { underlying })),
    sample('publishFailures', counters.publishFailures),
    ...Object.entries(counters.restCalls).map(([payer, calls]) => sample('restCalls', calls, { payer })),
    sample('reconnects', counters.reconnects),
    ...Object.entries(counters.restFailures).map(([code, count]) => sample('restFailures', count, { code })),
    ...actorSamples(actors),
  ];
};
