import { type Static, Type } from 'typebox';
import { nullable, Source } from './fields.ts';

const families = ['levels', 'exposure', 'flow', 'skew', 'volume', 'regime', 'system'] as const;
const suppressions = ['cooldown', 'quiet', 'snooze', 'inhibited', 'cap', 'off', 'old'] as const;

/** Event `alert` of the stream, and a row of `/api/v1/alerts`. */
export const AlertBody = Type.Object({
  id: Type.String({ description: 'of one firing; the same when it is resolved' }),
  of: Type.Enum(['house', 'own'], { description: 'house: the rules that everybody sees; own: of a chat that you have linked' }),
  symbol: nullable(Type.String(), 'null where it concerns none, such as a login'),
  family: Type.Enum([...families]),
  severity: Type.Enum(['info', 'warning', 'critical']),
  text: Type.String({ description: 'what, and value against threshold, in one line' }),
  rule_id: Type.String(),
  rule: Type.String({ description: 'why: the rule as it would be typed' }),
  value: nullable(Type.Number(), 'in `unit`'),
  threshold: nullable(Type.Number(), 'in `unit`'),
  unit: Type.String(),
  spot: nullable(Type.Number(), 'points, when it fired'),
  zero_gamma: nullable(Type.Number(), 'points, when it fired'),
  call_wall: nullable(Type.Number(), 'points, when it fired'),
  put_wall: nullable(Type.Number(), 'points, when it fired'),
  fired_at: Type.String({ description: 'event time, ISO 8601, UTC' }),
  resolved_at: nullable(Type.String(), 'event time, ISO 8601, UTC; null while it goes on, and where it is of a moment'),
  suppressed: nullable(Type.Enum([...suppressions]), 'why nobody was told; null: told'),
});

/** `/api/v1/alerts`. */
export const AlertsBody = Type.Object({
  feed_now: Type.String({ description: 'ISO 8601, UTC' }),
  source: Source,
  simulated: Type.Boolean(),
  alerts: Type.Array(AlertBody, { description: 'newest first' }),
});

export type AlertAnswer = Static<typeof AlertBody>;
export type AlertsAnswer = Static<typeof AlertsBody>;
