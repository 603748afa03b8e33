import type { AlertAnswer } from '../../apps/api/src/contract/alerts.ts';

/** An alert of the house that fired so many minutes after 10:00 in New York, on the day of the other answers. */
export const pageAlert = (minute: number, text: string, change: Partial<AlertAnswer> = {}): AlertAnswer => ({
  id: `page/house/h1/${minute}`,
  of: 'house',
  symbol: 'SPX',
  family: 'levels',
  severity: 'warning',
  text,
  rule_id: 'h1',
  rule: 'SPX spot crosses flip',
  value: 5_999,
  threshold: 6_010,
  unit: 'points',
  spot: 5_999,
  zero_gamma: 6_010,
  call_wall: 6_050,
  put_wall: 5_950,
  fired_at: new Date(Date.UTC(2026, 10, 20, 15, minute)).toISOString(),
  resolved_at: null,
  suppressed: null,
  ...change,
});
