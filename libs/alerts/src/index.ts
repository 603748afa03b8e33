export { RuleError } from './errors.ts';
export { parseRule, ruleExamples } from './rules/parse-rule.ts';
export { ruleDefaults, ruleLimits } from './rules/rule-defaults.ts';
export { ruleText } from './rules/rule-text.ts';
