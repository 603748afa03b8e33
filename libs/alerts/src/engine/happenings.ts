import { type Alert, type AlertRule, chatKey, type EpochMs } from '@gexstream/domain';
import { type AlertGroup, type GroupMember, openGroup, withEnd, withMember } from '../messages/alert-group.ts';
import { conditionTraits } from '../readings/condition-traits.ts';
import type { Reading } from '../readings/reading.ts';
import { ruleText } from '../rules/rule-text.ts';
import type { RuleState } from './rule-state.ts';
import type { AlertsInput } from './step-alerts.ts';
import { isSilent, suppressedBy } from './suppression.ts';

/** An alert that fired or was resolved, and what stands after it. */
export interface Happening {
  readonly alert: Alert;
  readonly state: RuleState;
  readonly groups: readonly AlertGroup[];
  /** To be told by a message of its own. */
  readonly ended: GroupMember | null;
}

export interface Seen extends AlertsInput {
  readonly rule: AlertRule;
  readonly reading: Reading;
  readonly old: RuleState;
  readonly state: RuleState;
  readonly groups: readonly AlertGroup[];
  /** Messages begun by this same observation. */
  readonly begun: number;
}

export const whenFired = (seen: Seen): Happening => {
  const { settings, rule, state, old, groups, now } = seen;
  const at = seen.observation.atMs;
  const { family, momentary } = conditionTraits[rule.condition.kind];
  const candidate = alertOf(seen, 'fired', at, null);
  // Nobody sends anything to the page: it shows topic `alerts`.
  const grouped = settings.chat.platform !== 'page';
  const suppressed = suppressionNow(seen, candidate);
  const firing = momentary ? null : { firedMs: at, suppressed };
  if (suppressed !== null) {
    const { count, sinceMs } = old.missed ?? { count: 0, sinceMs: at };
    const missed = suppressed === 'off' ? old.missed : { count: count + 1, sinceMs };
    return { alert: { ...candidate, suppressed }, state: { ...state, firing, missed }, groups, ended: null };
  }
  const member: GroupMember = { alert: candidate, latencyMs: now - at, missed: old.missed, momentary, resolved: null };
  const silent = isSilent(settings, family, rule.severity === 'critical', at);
  return {
    alert: candidate,
    state: { ...state, firing, toldMs: at, missed: null },
    groups: grouped ? withMember(groups, member, silent) : groups,
    ended: null,
  };
};

/** What may pass while an alert goes on. */
const passing: readonly Alert['suppressed'][] = ['cooldown', 'inhibited', 'old', 'snooze'];

/** It fired and was not told, still holds, and now nothing is in the way: it fires again, for what is so now is news. */
export const isNewsAgain = (seen: Seen): boolean =>
  seen.state.phase === 'firing' &&
  seen.reading.zone === 'in' &&
  seen.observation.atMs > seen.state.sinceMs &&
  // A feed seen later says nothing of this moment; after a crash records are read again.
  seen.observation.atMs >= (seen.view.newest.feed?.atMs ?? 0) &&
  passing.includes(seen.state.firing?.suppressed ?? null) &&
  suppressionNow(seen, alertOf(seen, 'fired', seen.observation.atMs, null)) === null;

const suppressionNow = (seen: Seen, candidate: Alert): Alert['suppressed'] =>
  suppressedBy(seen.settings, {
    ...seen,
    family: candidate.family,
    at: candidate.firedMs,
    stale: seen.view.newest.feed?.seen.staleMs != null,
    toldMs: seen.old.toldMs,
    joins: openGroup(seen.groups, candidate) !== undefined,
  });

export const whenResolved = (seen: Seen): Happening => {
  const { rule, state, old, groups, reading } = seen;
  const { firedMs, suppressed } = old.firing!;
  const alert = alertOf(seen, 'resolved', firedMs, suppressed);
  if (suppressed !== null) return { alert, state, groups, ended: null };
  const resolved = { atMs: seen.observation.atMs, text: reading.text() };
  const after = withEnd(groups, alert.episode, resolved);
  const member = after.flatMap(({ members }) => members).find((each) => each.alert.episode === alert.episode);
  return { alert, state, groups: after, ended: rule.notifyResolved && member !== undefined ? member : null };
};

const alertOf = (
  { settings, underlying, rule, reading, view }: Seen,
  phase: Alert['phase'],
  firedMs: EpochMs,
  suppressed: Alert['suppressed'],
): Alert => {
  const { family, unit } = conditionTraits[rule.condition.kind];
  const levels = view.newest.levels?.seen;
  return {
    chat: settings.chat,
    ruleId: rule.id,
    episode: `${chatKey(settings.chat)}/${rule.id}/${underlying}/${firedMs}`,
    phase,
    severity: rule.severity,
    family,
    text: reading.text(),
    ...(reading.contract === undefined ? {} : { contract: reading.contract }),
    rule: ruleText(rule),
    value: reading.value,
    threshold: reading.threshold,
    unit,
    spot: levels?.spot ?? null,
    zeroGamma: levels?.zeroGamma ?? null,
    callWall: levels?.callWall ?? null,
    putWall: levels?.putWall ?? null,
    firedMs,
    suppressed,
  };
};
