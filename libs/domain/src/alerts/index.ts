export type { AlertCondition, AlertRule } from './alert-rule.ts';
