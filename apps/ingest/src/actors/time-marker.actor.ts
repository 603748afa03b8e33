import type { Behavior } from '@gexstream/actors';
import { sessionDate } from '@gexstream/domain';

/** Turns the beat of a timer into time marks, status reports and the change of the trading date. */
export interface TimeMarker {
  readonly beats: number;
  /** `YYYY-MM-DD`, empty before the first beat. */
  readonly sessionDate: string;
}

export type TimeMarkerMessage = { readonly type: 'beat' };

export type TimeMarkerEffect =
  | { readonly type: 'mark' }
  | { readonly type: 'report' }
  /** Not sent for the date the run begins with. */
  | { readonly type: 'session-date'; readonly date: string };

export const beatMs = 250;
const beatsPerReport = 4;

export const timeMarker: Behavior<TimeMarker, TimeMarkerMessage, TimeMarkerEffect> = (state, _message, now) => {
  const date = sessionDate(now);
  const effects: TimeMarkerEffect[] = [{ type: 'mark' }];
  if (state.sessionDate !== '' && date !== state.sessionDate) effects.push({ type: 'session-date', date });
  if (state.beats % beatsPerReport === 0) effects.push({ type: 'report' });
  return { state: { beats: state.beats + 1, sessionDate: date }, effects };
};
