import { lookOnce } from '@gexstream/api';
import { allTopics, type Bus, type PartitionOffsets, type SystemTopic, type TopicDifference } from '@gexstream/bus';
import type { Clock, EpochMs } from '@gexstream/domain';
import type { OpenedData } from '../compose/open-data.ts';

/** How far a group is behind the end of one topic, in records. */
export interface GroupLag {
  readonly group: string;
  readonly records: number;
  readonly worst: { readonly partition: number; readonly records: number };
}

export interface TopicReport {
  readonly topic: SystemTopic;
  readonly exists: boolean;
  readonly offsets: readonly PartitionOffsets[];
  readonly bytes: number | null;
  /** Event time of the newest record; null while there is none. */
  readonly newestMs: EpochMs | null;
  /** By the feed's clock at the moment of the report. */
  readonly ageMs: number | null;
  readonly differences: readonly TopicDifference[];
  readonly underReplicated: readonly number[];
  readonly groups: readonly GroupLag[];
}

/** Every declared topic as it is found. */
export const topicReports = async (
  { bus, feed }: Pick<OpenedData, 'bus' | 'feed'>,
  clock: Clock,
): Promise<readonly TopicReport[]> => {
  const inspected = await bus.inspectTopics(allTopics);
  const committed = await committedOffsets(bus);
  const complete = inspected.every(({ exists }) => exists);
  const feedNow = complete ? (await lookOnce(bus, feed, clock)).feedNow : clock.now();
  const reports: TopicReport[] = [];
  for (const [index, { exists, bytes, differences, underReplicated }] of inspected.entries()) {
    const topic = allTopics[index]!;
    const offsets = exists ? await bus.offsets(topic.name) : [];
    const newestMs = await newestRecord(bus, offsets);
    reports.push({
      topic,
      exists,
      offsets,
      bytes,
      newestMs,
      ageMs: newestMs === null ? null : Math.max(0, feedNow - newestMs),
      differences,
      underReplicated,
      groups: groupLags(offsets, committed),
    });
  }
  return reports;
};

type Committed = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Group → `topic/partition` → the next offset it will read. */
const committedOffsets = async (bus: Bus): Promise<Committed> => {
  const groups = new Map<string, ReadonlyMap<string, number>>();
  for (const group of await bus.groups()) {
    const offsets = await bus.committed(group);
    groups.set(group, new Map(offsets.map(({ topic, partition, offset }) => [`${topic}/${partition}`, offset])));
  }
  return groups;
};

/** A partition that a group has not committed counts whole, as long as it has committed any of the topic. */
export const groupLags = (offsets: readonly PartitionOffsets[], committed: Committed): readonly GroupLag[] =>
  [...committed].flatMap(([group, next]) => {
    if (!offsets.some(({ topic, partition }) => next.has(`${topic}/${partition}`))) return [];
    const lags = offsets.map(({ topic, partition, start, end }) => ({
      partition,
      records: Math.max(0, end - Math.max(start, next.get(`${topic}/${partition}`) ?? start)),
    }));
    const worst = lags.reduce((most, lag) => (lag.records > most.records ? lag : most));
    return [{ group, records: lags.reduce((sum, { records }) => sum + records, 0), worst }];
  });

const newestRecord = async (bus: Bus, offsets: readonly PartitionOffsets[]): Promise<EpochMs | null> => {
  const last = await Promise.all(
    offsets
      .filter(({ start, end }) => end > start)
      .map(({ topic, partition, end }) => bus.read(topic, partition, end - 1, end, 1)),
  );
  const times = last.flat().map(({ timestampMs }) => timestampMs);
  return times.length === 0 ? null : times.reduce((newest, at) => (at > newest ? at : newest));
};
