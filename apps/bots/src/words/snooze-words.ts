import type { ChatSettings, EpochMs, Snooze } from '@gexstream/domain';
import { newYorkTime } from './age-words.ts';

/** `a1 SPX`, `everything`. */
export const snoozedWords = ({ underlying, ruleId }: Snooze): string =>
  [ruleId, underlying].filter((part) => part !== null).join(' ') || 'everything';

/** `😴 everything until 11:05:50 ET` */
export const snoozeWords = (snooze: Snooze): string => `😴 ${snoozedWords(snooze)} until ${newYorkTime(snooze.untilMs)}`;

/** Those that are not over. */
export const standingSnoozes = ({ snoozes }: Pick<ChatSettings, 'snoozes'>, now: EpochMs): readonly Snooze[] =>
  snoozes.filter(({ untilMs }) => untilMs > now);
