import type { Alert, AlertFamily, EpochMs } from '@gexstream/domain';

/** What of one underlying and family fired together for a chat: one message, which later ones and ends edit. */
export interface AlertGroup {
  /** Also of the message. */
  readonly id: string;
  readonly family: AlertFamily;
  /** Event time of the first member. */
  readonly firstMs: EpochMs;
  /** Of the message as it was last given out; 0: it waits for others that fire with it. */
  readonly revision: number;
  readonly silent: boolean;
  readonly members: readonly GroupMember[];
}

export interface GroupMember {
  readonly alert: Alert;
  /** From the event until it was seen here. */
  readonly latencyMs: number;
  /** Alerts like it that were not told since the last one that was. */
  readonly missed: { readonly count: number; readonly sinceMs: EpochMs } | null;
  /** It cannot end. */
  readonly momentary: boolean;
  readonly resolved: { readonly atMs: EpochMs; readonly text: string } | null;
}

/** So long a message waits for what fires with it, in event time. */
export const groupWaitMs = 3_000;
/** So long later ones are written into it. */
export const groupJoinMs = 120_000;
/** Ends are written into messages up to this age: none may be edited for ever. */
const groupAgeMsMax = 24 * 3_600_000;
const membersMax = 10;
const groupsMax = 12;

/** A group that a new alert may still join. What is critical never joins a message that is out already: an edit makes no sound. */
export const openGroup = (groups: readonly AlertGroup[], { family, severity, firedMs }: Alert): AlertGroup | undefined =>
  groups.findLast(
    (group) =>
      group.family === family &&
      firedMs - group.firstMs <= (group.revision === 0 ? groupWaitMs : groupJoinMs) &&
      group.members.length < membersMax &&
      (severity !== 'critical' || group.revision === 0),
  );

/** The groups with one more alert: in an open one, or in one of its own. */
export const withMember = (groups: readonly AlertGroup[], member: GroupMember, silent: boolean): readonly AlertGroup[] => {
  const { alert } = member;
  const open = openGroup(groups, alert);
  if (open !== undefined)
    return groups.map((group) => (group === open ? changed(group, [...group.members, member], group.silent && silent) : group));
  const id = `alert/${alert.episode}`;
  return [...groups, { id, family: alert.family, firstMs: alert.firedMs, revision: 0, silent, members: [member] }];
};

/** The groups with the end of an alert written in; the same where it stands in none. */
export const withEnd = (
  groups: readonly AlertGroup[],
  episode: string,
  resolved: GroupMember['resolved'],
): readonly AlertGroup[] => {
  const isIt = ({ alert }: GroupMember): boolean => alert.episode === episode;
  if (!groups.some(({ members }) => members.some(isIt))) return groups;
  return groups.map((group) => {
    if (!group.members.some(isIt)) return group;
    const members = group.members.map((member) => (isIt(member) ? { ...member, resolved } : member));
    return changed(group, members, group.silent);
  });
};

/** A message that is out is edited: its next revision. One that waits goes on waiting. */
const changed = (group: AlertGroup, members: readonly GroupMember[], silent: boolean): AlertGroup => ({
  ...group,
  members,
  silent,
  revision: group.revision === 0 ? 0 : group.revision + 1,
});

/** The groups with those given out whose wait is over; the same where there are none. */
export const withDue = (groups: readonly AlertGroup[], at: EpochMs): readonly AlertGroup[] => {
  const isDue = ({ revision, firstMs }: AlertGroup): boolean => revision === 0 && at - firstMs >= groupWaitMs;
  return groups.some(isDue) ? groups.map((group) => (isDue(group) ? { ...group, revision: 1 } : group)) : groups;
};

/** The groups that something may still change, the newest where there are too many; the same where all may. */
export const livingGroups = (groups: readonly AlertGroup[], at: EpochMs): readonly AlertGroup[] => {
  const lives = ({ firstMs, members, revision }: AlertGroup): boolean =>
    revision === 0 ||
    at - firstMs <= groupJoinMs ||
    (at - firstMs <= groupAgeMsMax && members.some(({ resolved, momentary }) => resolved === null && !momentary));
  return groups.length <= groupsMax && groups.every(lives) ? groups : groups.filter(lives).slice(-groupsMax);
};
