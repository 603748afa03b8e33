import type { TopicPartition } from '../bus.ts';
import { errorType } from '../kafka/errors.ts';
import type { Names } from '../kafka/names.ts';
import { type Broker, type Cluster, MemberAssignment, MemberMetadata } from './internals.ts';
import { rangeAssignment } from './range-assignment.ts';

/** Without a sign of life for so long the broker gives the partitions to others: its default minimum. */
const sessionTimeoutMs = 6_000;
/** How long others wait for this member's running batch when the group changes. */
const rebalanceTimeoutMs = 60_000;

/** One member's calls to the group's coordinator, which is found again when it changes. No loop and no clock: see `group-member.ts`. */
export interface GroupSession {
  /** False after the broker took this member out: what it held is lost. */
  isMember(): boolean;
  /** Joins, or joins again, and waits for the others. */
  join(): Promise<readonly TopicPartition[]>;
  heartbeat(): Promise<void>;
  commit(partition: TopicPartition, next: number): Promise<void>;
  leave(): Promise<void>;
  /** Judges an error of the calls above, and forgets the coordinator or the membership if it says so. */
  judge(error: unknown): Verdict;
}

/** `join again`: the group changes. `lost`: others have the partitions. `passing`: the same call may succeed. */
export type Verdict = 'join again' | 'lost' | 'passing' | 'refused';

const lost = new Set<unknown>(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID']);
const refused = new Set<unknown>([
  'INCONSISTENT_GROUP_PROTOCOL',
  'GROUP_AUTHORIZATION_FAILED',
  'TOPIC_AUTHORIZATION_FAILED',
  'INVALID_GROUP_ID',
  'INVALID_SESSION_TIMEOUT',
]);

export const groupSession = (cluster: Cluster, groupId: string, topics: readonly string[], names: Names): GroupSession => {
  let coordinator: Broker | null = null;
  let memberId = '';
  let generationId = -1;

  const found = async (): Promise<Broker> => {
    coordinator ??= await cluster.findGroupCoordinator({ groupId });
    return coordinator;
  };

  const partitionsOf = (topic: string): number => cluster.findTopicPartitionMetadata(topic).length;

  return {
    isMember: () => memberId !== '',
    async join() {
      const at = await found();
      const joined = await at.joinGroup({
        groupId,
        memberId,
        sessionTimeout: sessionTimeoutMs,
        rebalanceTimeout: rebalanceTimeoutMs,
        groupProtocols: [{ name: 'range', metadata: MemberMetadata.encode({ version: 0, topics }) }],
      });
      ({ memberId, generationId } = joined);
      const members = joined.members.map((member) => ({
        memberId: member.memberId,
        topics: MemberMetadata.decode(member.memberMetadata).topics,
      }));
      const shares = joined.leaderId === memberId ? rangeAssignment(members, partitionsOf) : new Map();
      const { memberAssignment } = await at.syncGroup({
        groupId,
        generationId,
        memberId,
        groupAssignment: [...shares].map(([id, assignment]) => ({
          memberId: id,
          memberAssignment: MemberAssignment.encode({ version: 0, assignment }),
        })),
      });
      const assignment = MemberAssignment.decode(memberAssignment)?.assignment ?? {};
      return Object.entries(assignment).flatMap(([topic, partitions]) =>
        partitions.map((partition) => ({ topic: names.toPlain(topic) ?? topic, partition })),
      );
    },
    async heartbeat() {
      await (await found()).heartbeat({ groupId, groupGenerationId: generationId, memberId });
    },
    async commit({ topic, partition }, next) {
      await (await found()).offsetCommit({
        groupId,
        groupGenerationId: generationId,
        memberId,
        topics: [{ topic: names.toCluster(topic), partitions: [{ partition, offset: `${next}` }] }],
      });
    },
    async leave() {
      if (memberId !== '') await (await found()).leaveGroup({ groupId, memberId });
      memberId = '';
    },
    judge(error) {
      const type = errorType(error);
      if (lost.has(type)) {
        memberId = '';
        return 'lost';
      }
      if (type === 'REBALANCE_IN_PROGRESS') return 'join again';
      if (refused.has(type) || (error as Error).name === 'KafkaJSSASLAuthenticationError') return 'refused';
      coordinator = null;
      return 'passing';
    },
  };
};
