import type { AlertRule } from '@gexstream/domain';
import { conditionText } from './condition-grammar.ts';
import { durationText } from './quantity-text.ts';
import { ruleDefaults } from './rule-defaults.ts';

/** The rule as a person would type it; `parseRule` gives it back. What is as usual for its condition is left out. */
export const ruleText = (rule: AlertRule): string => {
  const usual = ruleDefaults[rule.condition.kind];
  const [phrase, exit] = conditionText(rule.condition);
  const unlessUsual = (key: 'forMs' | 'keepFiringMs' | 'cooldownMs', word: string): string =>
    rule[key] === usual[key] ? '' : `${word} ${durationText(rule[key])}`;
  return [
    rule.underlyings === 'watchlist' ? 'watchlist' : rule.underlyings.join(','),
    phrase,
    exit === null ? '' : `exit ${exit}`,
    unlessUsual('forMs', 'for'),
    unlessUsual('keepFiringMs', 'keep'),
    unlessUsual('cooldownMs', 'cooldown'),
    rule.severity === usual.severity ? '' : rule.severity,
    rule.notifyResolved === usual.notifyResolved ? '' : `resolved ${rule.notifyResolved ? 'on' : 'off'}`,
    rule.paused ? 'paused' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
};
