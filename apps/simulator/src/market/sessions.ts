import { daysBetween, type EpochMs, easternDate, previousSession, sessionOn, type TradingSession } from '@gexstream/domain';

export interface Session extends TradingSession {
  /** Days since 1970-01-01: the label of the day's random draws. */
  readonly dayNumber: number;
  /** Length in seconds. */
  readonly seconds: number;
}

/** Where the market stands: a session and how many whole seconds of it have passed. */
export interface MarketMoment {
  readonly session: Session;
  /** 0 … `session.seconds`. */
  readonly second: number;
  readonly open: boolean;
}

/** The moment a second of a session begins, epoch ms. */
export const timeOfSecond = (session: Session, second: number): number => session.openMs + second * 1000;

const withLabels = (session: TradingSession): Session => ({
  ...session,
  dayNumber: daysBetween('1970-01-01', session.date),
  seconds: Math.round((session.closeMs - session.openMs) / 1000),
});

/** The session that rules a moment: the one of its date from its open on, else the last one before. */
const ruling = (at: EpochMs): Session => {
  const date = easternDate(at);
  const today = sessionOn(date);
  return withLabels(today !== null && at >= today.openMs ? today : previousSession(date));
};

let latest: Session | null = null;

/** Outside regular hours the market stands at the last second of the session before. */
export const marketMoment = (at: EpochMs): MarketMoment => {
  // Asked thousands of times a second about one and the same session.
  if (latest === null || at < latest.openMs || at >= latest.closeMs) latest = ruling(at);
  const session = latest;
  const open = at < session.closeMs;
  return { session, second: open ? Math.floor((at - session.openMs) / 1000) : session.seconds, open };
};

const earlierKept = new Map<string, readonly Session[]>();
const earlierKeptMax = 16;

/** The `count` sessions before a date, newest first. */
export const sessionsBefore = (date: string, count: number): readonly Session[] => {
  const known = earlierKept.get(date);
  if (known && known.length >= count) return known.slice(0, count);
  const sessions: Session[] = [];
  for (let at = date; sessions.length < count; at = sessions.at(-1)?.date ?? at) sessions.push(withLabels(previousSession(at)));
  if (earlierKept.size >= earlierKeptMax) earlierKept.delete(earlierKept.keys().next().value ?? '');
  earlierKept.set(date, sessions);
  return sessions;
};
