import { type Alert, type ChatSettings, type EpochMs, epochMs } from '@gexstream/domain';
import type { AlertGroup } from '../messages/alert-group.ts';
import { parseRule } from '../rules/parse-rule.ts';
import { emptyView, type MarketView, type Observation, observe, type Sights } from '../sight/market-view.ts';
import { type ChatAlerts, noAlerts, stepAlerts } from './step-alerts.ts';

/** A Friday, 11:00 in New York. */
export const eleven = epochMs(Date.UTC(2026, 10, 20, 16));

export const settingsOf = (rules: readonly string[], more: Partial<ChatSettings> = {}): ChatSettings => ({
  chat: { platform: 'telegram', id: '7' },
  kind: 'private',
  title: 'me',
  access: 'approved',
  timeZone: 'America/New_York',
  locale: 'en',
  images: true,
  verbosity: {},
  watchlist: ['SPX'],
  rules: rules.map((text, i) => parseRule(text, `a${i + 1}`)),
  snoozes: [],
  quiet: null,
  alertsPerDayMax: 50,
  digestAt: null,
  recap: false,
  linkedUser: null,
  unreachable: null,
  ...more,
});

export const levelsAt = (atMs: number, spot: number, more: Partial<Sights['levels']> = {}): Observation => ({
  source: 'levels',
  underlying: 'SPX',
  atMs: epochMs(atMs),
  seen: { spot, zeroGamma: 5600, callWall: 5700, putWall: 5500, netGex: 1e9, ...more },
});

export const scoreAt = (atMs: number, score: number | null, whole = true): Observation => ({
  source: 'opportunities',
  underlying: 'SPX',
  atMs: epochMs(atMs),
  seen: { whole, top: score === null ? null : { score, side: 'call', contract: '5650C 27 Nov' } },
});

export const feedAt = (atMs: number, staleMs: number | null, due = true): Observation => ({
  source: 'feed',
  underlying: 'SPX',
  atMs: epochMs(atMs),
  seen: { staleMs, due, why: 'reconnecting' },
});

export interface Followed {
  readonly alerts: readonly Alert[];
  readonly told: readonly AlertGroup[];
  readonly state: ChatAlerts;
  readonly view: MarketView;
  readonly messages: number;
}

export const nothingFollowed: Followed = { alerts: [], told: [], state: noAlerts, view: emptyView, messages: 0 };

/** What the observations lead to, one after the other; `lagMs`: how far they lie behind the feed's time. */
export const follow = (
  settings: ChatSettings,
  observations: readonly Observation[],
  from: Followed = nothingFollowed,
  lagMs = 0,
): Followed => {
  let { state, view, messages } = from;
  const [alerts, told] = [[...from.alerts], [...from.told]];
  for (const observation of observations) {
    const seen = observe(view, observation);
    if (seen === null) continue;
    view = seen;
    const now = epochMs(observation.atMs + lagMs);
    const messagesToday = messages;
    const step = stepAlerts(state, { settings, underlying: 'SPX', observation, view, now, messagesToday: () => messagesToday });
    ({ state } = step);
    messages += step.begun;
    alerts.push(...step.alerts);
    told.push(...step.told);
  }
  return { alerts, told, state, view, messages };
};

/** Fired ones by whether they were told. */
export const firedOf = ({ alerts }: Pick<Followed, 'alerts'>) => {
  const fired = alerts.filter(({ phase }) => phase === 'fired');
  return {
    told: fired.filter(({ suppressed }) => suppressed === null),
    suppressed: fired.filter(({ suppressed }) => suppressed),
  };
};

export const seconds = (from: EpochMs, count: number): EpochMs => epochMs(from + count * 1_000);
