import { encodeEvent, topic } from '@gexstream/bus';
import { type Alert, type AlertEvent, type ChatRef, epochMs, type Feed } from '@gexstream/domain';
import { levelsEvent, openMs } from './events.fixture.ts';

export const house: ChatRef = { platform: 'page', id: 'house' };

export const alertEvent = (chat: ChatRef, minute: number, change: Partial<Alert> = {}, underlying = 'SPX'): AlertEvent => {
  const at = epochMs(openMs + minute * 60_000);
  const firedMs = change.firedMs ?? at;
  const body: Alert = {
    chat,
    ruleId: 'a1',
    episode: `${chat.platform}/${chat.id}/a1/${underlying}/${firedMs}`,
    phase: 'fired',
    severity: 'warning',
    family: 'levels',
    text: 'SPX below its flip: 5,990 < 6,000',
    rule: 'SPX spot crosses flip',
    value: 5990,
    threshold: 6000,
    unit: 'points',
    spot: 5990,
    zeroGamma: 6000,
    callWall: 6100,
    putWall: null,
    firedMs,
    suppressed: null,
    ...change,
  };
  return { ...levelsEvent(), kind: 'alert', version: 1, feed: 'sim' as Feed, underlying, eventMs: at, body };
};
export const alertRecord = (event: AlertEvent) => ({
  topic: topic.alerts.name,
  key: event.underlying,
  value: encodeEvent(event),
  timestampMs: event.eventMs,
});
