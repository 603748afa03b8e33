import type { ChatMessage, Feed, Line } from '@gexstream/domain';
import type { ToldAlert } from '../alerting/read-alerts.ts';
import { newYorkTime, sourceMark } from '../words/age-words.ts';
import { disclaimer, text } from '../words/answers.ts';
import { aftermath, type SessionEnd } from './alert-aftermath.ts';

const alertsMax = 20;

/** After the close: what each alert was followed by. `date`: of the session, New York. */
export const recapMessage = (told: readonly ToldAlert[], end: SessionEnd, date: string, feed: Feed): ChatMessage => {
  const shown = told.slice(-alertsMax);
  const count = told.length === 0 ? 'no alert today' : `${told.length} alert${told.length === 1 ? '' : 's'}, and what followed`;
  return {
    headline: [`🌙 ${date} · ${count}`],
    tone: 'neutral',
    blocks: [
      ...(shown.length < told.length ? [text(`The last ${shown.length} of them:`)] : []),
      ...shown.map((each) =>
        text(
          [`${newYorkTime(each.alert.firedMs)} ${each.alert.text}`],
          ...aftermath(each, end).map((line): Line => [{ bold: line }]),
        ),
      ),
      text(`What followed is no measure of what will${sourceMark(feed)}`, [{ italic: disclaimer }]),
    ],
    buttons: [],
  };
};
