import type { RuleState } from '@gexstream/alerts';
import type { AlertRule, EpochMs } from '@gexstream/domain';
import { ageWords, newYorkDayMinute } from './age-words.ts';

/** How a rule stands on one underlying. */
export interface RuleStanding {
  readonly underlying: string;
  readonly state: RuleState;
}

const linesMax = 3;
const phaseWords: Readonly<Record<RuleState['phase'], string>> = {
  idle: 'armed',
  pending: 'holds, not for long enough',
  firing: 'fires now',
  recovering: 'is ending',
  stale: 'no data',
};

/** A line for each underlying on which something is to be said of the rule, else one for all. */
export const standingWords = (rule: AlertRule, standings: readonly RuleStanding[], now: EpochMs): readonly string[] => {
  if (rule.paused) return ['paused'];
  if (standings.length === 0) return ['nothing was seen for it yet'];
  const telling = standings.filter(
    ({ state: { phase, toldMs, missed } }) => phase !== 'idle' || toldMs !== null || missed !== null,
  );
  if (telling.length === 0) return [`armed on ${standings.map(({ underlying }) => underlyingWords(underlying)).join(', ')}`];
  const more = telling.length - linesMax;
  return [
    ...telling.slice(0, linesMax).map((standing) => standingLine(rule, standing, now)),
    ...(more > 0 ? [`… and ${more} more`] : []),
  ];
};

const standingLine = (rule: AlertRule, { underlying, state }: RuleStanding, now: EpochMs): string => {
  const { phase, firing, toldMs, missed } = state;
  const coolingMs = toldMs === null ? 0 : toldMs + rule.cooldownMs - now;
  const parts = [
    phaseWords[phase],
    firing?.suppressed ? `not told: ${firing.suppressed}` : '',
    toldMs === null ? 'never told' : `told ${newYorkDayMinute(toldMs)}`,
    coolingMs > 0 ? `cooldown ${ageWords(coolingMs)} left` : '',
    missed === null ? '' : `${missed.count} not told since`,
  ];
  return `${underlyingWords(underlying)}: ${parts.filter(Boolean).join(' · ')}`;
};

/** What is of no symbol, such as the login, is of the feed. */
const underlyingWords = (underlying: string): string => (underlying === '*' ? 'feed' : underlying);
