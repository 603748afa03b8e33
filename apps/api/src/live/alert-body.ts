import { type AlertEvent, chatKey, isoTime } from '@gexstream/domain';
import type { AlertAnswer } from '../contract/alerts.ts';
import { type AlertEpisode, type AlertsView, houseKey } from './alerts-view.ts';

export const alertBody = ({ fired, resolved }: AlertEpisode): AlertAnswer => {
  const { body, underlying } = fired;
  return {
    id: body.episode,
    of: chatKey(body.chat) === houseKey ? 'house' : 'own',
    symbol: underlying === '*' ? null : underlying,
    family: body.family,
    severity: body.severity,
    text: body.text,
    rule_id: body.ruleId,
    rule: body.rule,
    value: body.value,
    threshold: body.threshold,
    unit: body.unit,
    spot: body.spot,
    zero_gamma: body.zeroGamma,
    call_wall: body.callWall,
    put_wall: body.putWall,
    fired_at: isoTime(body.firedMs),
    resolved_at: resolved && isoTime(resolved.eventMs),
    suppressed: body.suppressed,
  };
};

/** What `/api/v1/stream` tells of an alert: those that everybody sees, and were told. Null for the others. */
export const alertChange = (view: AlertsView, event: AlertEvent) => {
  const episode = view.episode(event);
  if (episode === undefined || chatKey(event.body.chat) !== houseKey || event.body.suppressed !== null) return null;
  const symbol = event.underlying === '*' ? null : event.underlying;
  return { symbol, event: 'alert', data: JSON.stringify(alertBody(episode)) };
};
