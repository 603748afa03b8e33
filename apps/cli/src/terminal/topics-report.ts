import { isoTime } from '@gexstream/domain';
import type { TopicReport } from '../operator/topic-report.ts';
import { age, bytes } from './numbers.ts';
import { table } from './table.ts';

/** A table of the topics, one of the groups' lag, and what differs from the declarations. */
export const topicsReport = (place: string, reports: readonly TopicReport[]): string => {
  const lags = reports.flatMap(({ topic, groups }) => groups.map((group) => ({ topic: topic.name, ...group })));
  const differences = reports.flatMap(differenceLines);
  return [
    place,
    '',
    table(
      [
        ['topic', 'partitions', 'kept', 'records', 'end', 'size', 'newest, age by the feed’s clock', 'declaration'],
        ...reports.map((report) => [
          report.topic.name,
          report.exists ? String(report.offsets.length) : '–',
          report.topic.cleanup.policy,
          records(report),
          String(sum(report.offsets.map(({ end }) => end))),
          report.bytes === null ? '–' : bytes(report.bytes),
          report.ageMs === null ? '–' : age(report.ageMs),
          verdict(report),
        ]),
      ],
      { right: [1, 3, 4, 5, 6] },
    ),
    '',
    lags.length === 0
      ? 'No group has committed anything yet.'
      : table(
          [
            ['group', 'topic', 'records behind', 'worst partition'],
            ...lags.map(({ group, topic, records, worst }) => [
              group,
              topic,
              String(records),
              records === 0 ? '–' : `${worst.partition} (${worst.records})`,
            ]),
          ],
          { right: [2] },
        ),
    '',
    ...(differences.length === 0
      ? []
      : ['Not as declared (npx gex topics apply mends what can be altered):', ...differences, '']),
  ].join('\n');
};

export const topicsJson = (reports: readonly TopicReport[]) =>
  reports.map(({ topic, exists, offsets, bytes: size, newestMs, ageMs, differences, underReplicated, groups }) => ({
    topic: topic.name,
    exists,
    partitions: topic.partitions,
    cleanup: topic.cleanup,
    key: topic.record.key,
    codec: topic.record.codec,
    schema: topic.record.schema,
    offsets: offsets.map(({ partition, start, end }) => ({ partition, start, end })),
    records_at_most: sum(offsets.map(({ start, end }) => end - start)),
    bytes: size,
    newest_event: newestMs === null ? null : isoTime(newestMs),
    age_ms: ageMs,
    age_clock: 'feed',
    differences,
    under_replicated: underReplicated,
    groups: groups.map(({ group, records, worst }) => ({ group, lag: records, worst_partition: worst })),
  }));

/** A line for each thing that is not as declared. */
export const differenceLines = ({ topic, exists, differences }: TopicReport): readonly string[] =>
  exists
    ? differences.map(
        ({ setting, declared, found, alterable }) =>
          `  ${topic.name}: ${setting} is ${found ?? 'not set'}, declared is ${declared}${alterable ? '' : '; cannot be altered'}`,
      )
    : [`  ${topic.name}: is missing`];

/** What compaction took in between, no offset tells. */
const records = ({ topic, offsets }: TopicReport): string =>
  `${topic.cleanup.policy === 'compact' ? '≤ ' : ''}${sum(offsets.map(({ start, end }) => end - start))}`;

const verdict = ({ exists, differences, underReplicated }: TopicReport): string => {
  if (!exists) return 'missing';
  const thin = underReplicated.length === 0 ? '' : `, ${underReplicated.length} partitions lack replicas`;
  return `${differences.length === 0 ? 'as declared' : 'differs'}${thin}`;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
