export { type LocalClock, localClock } from './engine/local-clock.ts';
export { isQuiet } from './engine/quiet-hours.ts';
export type { RuleState } from './engine/rule-state.ts';
export {
  type AlertsInput,
  type AlertsStep,
  type ChatAlerts,
  keptStates,
  noAlerts,
  ruleStateOf,
  stepAlerts,
  underlyingsOf,
} from './engine/step-alerts.ts';
export { RuleError } from './errors.ts';
export { heldAlerts } from './held-alerts.ts';
export type { AlertGroup, GroupMember } from './messages/alert-group.ts';
export { alertMessage, type MessageSurroundings, resolvedMessage } from './messages/alert-message.ts';
export { type ConditionKind, conditionKinds } from './rules/condition-grammar.ts';
export { parseRule, ruleExamples } from './rules/parse-rule.ts';
export { ruleDefaults, ruleLimits } from './rules/rule-defaults.ts';
export { ruleText } from './rules/rule-text.ts';
export { emptyView, type MarketView, type Observation, observe, recall, type Sights, type Source } from './sight/market-view.ts';
export type { NetSamples } from './sight/net-changes.ts';
