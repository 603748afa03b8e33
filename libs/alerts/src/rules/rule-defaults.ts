import type { AlertRule } from '@gexstream/domain';
import type { ConditionKind } from './condition-grammar.ts';

export type RuleTiming = Pick<AlertRule, 'severity' | 'forMs' | 'keepFiringMs' | 'cooldownMs' | 'notifyResolved'>;

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const timing = (
  severity: AlertRule['severity'],
  forMs: number,
  keepFiringMs: number,
  cooldownMs: number,
  notifyResolved = false,
): RuleTiming => ({ severity, forMs, keepFiringMs, cooldownMs, notifyResolved });

/** What a rule gets where nothing else is typed. Crossings wait a moment, for most of them are taken back; what is seen once a minute does not. */
export const ruleDefaults: Readonly<Record<ConditionKind, RuleTiming>> = {
  'spot-crosses-flip': timing('warning', 15 * second, minute, 5 * minute),
  'net-gex-sign': timing('warning', 30 * second, minute, 5 * minute),
  'near-wall': timing('info', 5 * second, minute, 15 * minute),
  'level-moved': timing('info', 0, 0, 10 * minute),
  'gex-change': timing('warning', 0, 2 * minute, 15 * minute),
  'zero-dte-share': timing('info', 0, 5 * minute, hour),
  composite: timing('warning', 0, 0, 5 * minute),
  'score-sign': timing('info', 0, 0, 10 * minute),
  'skew-extreme': timing('info', 0, 5 * minute, 30 * minute),
  'volume-surge': timing('info', 0, 0, 10 * minute),
  'regime-change': timing('info', 0, 0, 15 * minute),
  'feed-stale': timing('warning', 30 * second, 10 * second, 5 * minute, true),
  'login-expiring': timing('critical', 0, 0, 6 * hour, true),
};

/** What may be typed, in ms and count. */
export const ruleLimits = {
  underlyingsMax: 20,
  forMsMax: hour,
  keepFiringMsMax: 24 * hour,
  cooldownMsMin: minute,
  cooldownMsMax: 24 * hour,
  gexWindowMsMin: minute,
  gexWindowMsMax: hour,
} as const;
