import { type ChatMessage, type ChatRef, chatKey, type EpochMs, type Line } from '@gexstream/domain';
import type { ReadAlert } from '../alerting/read-alerts.ts';
import type { Present } from '../present/present.ts';
import { newYorkTime } from '../words/age-words.ts';
import { disclaimer, text } from '../words/answers.ts';

const alertsMax = 20;

/** Alerts that the chat was told since then, oldest first, each once. */
export const toldSince = (alerts: readonly ReadAlert[], chat: ChatRef, sinceMs: EpochMs): readonly ReadAlert[] => {
  const own = alerts.filter(
    ({ alert }) => chatKey(alert.chat) === chatKey(chat) && alert.firedMs >= sinceMs && alert.suppressed === null,
  );
  const byEpisode = new Map(own.filter(({ alert }) => alert.phase === 'fired').map((each) => [each.alert.episode, each]));
  return [...byEpisode.values()].sort((a, b) => a.alert.firedMs - b.alert.firedMs);
};

/** After the close: what each alert was followed by, from the price when it fired to the last one. */
export const recapMessage = (told: readonly ReadAlert[], present: Present, date: string): ChatMessage => {
  const lines = told.slice(-alertsMax).map(({ underlying, alert }): Line => {
    const last = present.levels(underlying)?.body.spot;
    const after =
      alert.spot === null || last === undefined
        ? 'no price to compare'
        : `${(100 * (last / alert.spot - 1)).toFixed(2).replace('-', '−')} % to the close`;
    return [`${newYorkTime(alert.firedMs)} ${alert.text} · `, { bold: after }];
  });
  return {
    headline: [
      `🌙 ${date} · ${told.length === 0 ? 'no alert today' : `${told.length} alert${told.length === 1 ? '' : 's'}, and what followed`}`,
    ],
    tone: 'neutral',
    blocks: [
      ...(lines.length === 0 ? [] : [text(...lines)]),
      text('What followed is no measure of what will; outcomes of scores with their n: top', [{ italic: disclaimer }]),
    ],
    buttons: [],
  };
};
