import { type ChatSettings, type EpochMs, easternClock, easternTime, sessionOn } from '@gexstream/domain';

/** A digest that could not be sent within this is of no use any more. */
const lateMsMax = 30 * 60_000;
/** The last outcomes are looked at right before the close. */
const recapAfterCloseMs = 5 * 60_000;

export interface Due {
  readonly kind: 'digest' | 'recap';
  /** Of the session, New York. */
  readonly date: string;
}

/** What a chat should get now, by the calendar of New York: on trading days alone, the recap earlier on half days. */
export const digestsDue = ({ digestAt, recap }: Pick<ChatSettings, 'digestAt' | 'recap'>, now: EpochMs): readonly Due[] => {
  const { date } = easternClock(now);
  const session = sessionOn(date);
  if (session === null) return [];
  const isDue = (atMs: number): boolean => now >= atMs && now - atMs < lateMsMax;
  const due: Due[] = [];
  if (digestAt !== null) {
    const [hour, minute] = digestAt.split(':').map(Number) as [number, number];
    if (isDue(easternTime(date, hour, minute))) due.push({ kind: 'digest', date });
  }
  if (recap && isDue(session.closeMs + recapAfterCloseMs)) due.push({ kind: 'recap', date });
  return due;
};
