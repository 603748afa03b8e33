import type { Alert, AlertFamily, AlertRule, ChatSettings, EpochMs } from '@gexstream/domain';
import { isQuiet } from './quiet-hours.ts';

export type SuppressedBy = Exclude<Alert['suppressed'], null>;

/** Against the feed's time: what is older, such as after a time away, is no news. */
export const alertAgeMsMax = 60_000;

export interface Candidate {
  readonly rule: AlertRule;
  readonly family: AlertFamily;
  readonly underlying: string;
  readonly at: EpochMs;
  /** The feed's time. */
  readonly now: EpochMs;
  /** The feed of this underlying is stale: what it seems to say is no news either. */
  readonly stale: boolean;
  /** When this rule last told something of this underlying. */
  readonly toldMs: EpochMs | null;
  /** It goes into a message that there is already. */
  readonly joins: boolean;
  readonly messagesToday: () => number;
  /** Messages begun by this same observation. */
  readonly begun: number;
}

/** Why an alert is not told; null: it is. What a chat has turned off counts first, so that nothing else is said of it. */
export const suppressedBy = (settings: ChatSettings, candidate: Candidate): SuppressedBy | null => {
  const { rule, family, underlying, at, now, stale, toldMs, joins, messagesToday, begun } = candidate;
  const critical = rule.severity === 'critical';
  const quiet =
    settings.quiet !== null && !critical && isQuiet(settings.quiet, at, settings.timeZone) ? settings.quiet.mode : null;
  if (settings.verbosity[family] === 'off' || quiet === 'drop') return 'off';
  if (now - at > alertAgeMsMax) return 'old';
  if (stale && family !== 'system') return 'inhibited';
  if (isSnoozed(settings, underlying, rule.id, at)) return 'snooze';
  if (toldMs !== null && at - toldMs < rule.cooldownMs) return 'cooldown';
  if (quiet === 'digest') return 'quiet';
  if (!critical && !joins && messagesToday() + begun >= settings.alertsPerDayMax) return 'cap';
  return null;
};

export const isSnoozed = ({ snoozes }: Pick<ChatSettings, 'snoozes'>, underlying: string, ruleId: string, at: EpochMs): boolean =>
  snoozes.some(
    (snooze) =>
      at < snooze.untilMs &&
      (snooze.underlying === null || snooze.underlying === underlying) &&
      (snooze.ruleId === null || snooze.ruleId === ruleId),
  );

/** Told without sound: chosen for the family, or for these hours. */
export const isSilent = (settings: ChatSettings, family: AlertFamily, critical: boolean, at: EpochMs): boolean =>
  settings.verbosity[family] === 'silent' ||
  (!critical && settings.quiet?.mode === 'silent' && isQuiet(settings.quiet, at, settings.timeZone));
