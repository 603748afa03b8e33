import type { AlertAnswer, AlertsAnswer } from '../../contract/alerts.ts';
import { getJson } from './api-client.ts';

export interface AlertFeed {
  /** What has fired on a symbol, or on none, newest first. */
  of(symbol: string): readonly AlertAnswer[];
  /** Other symbols on which something has fired, the latest first. */
  elsewhere(symbol: string): readonly string[];
  /** Asks for what there is: at the start, and after a break in which some may have been missed. */
  load(): void;
  /** One from the stream: new, or over. */
  take(alert: AlertAnswer): void;
  /** Why nothing is known; null while something is. */
  problem(): string | null;
}

const alertsMax = 200;

export const alertFeed = (changed: () => void): AlertFeed => {
  let alerts: readonly AlertAnswer[] = [];
  let problem: string | null = null;

  const load = async (): Promise<void> => {
    try {
      const answer = await getJson<AlertsAnswer>(`/api/v1/alerts?limit=${alertsMax}`);
      alerts = merged(alerts, answer.alerts);
      problem = null;
    } catch (cause) {
      problem = cause instanceof Error ? cause.message : String(cause);
    }
    changed();
  };

  return {
    of: (symbol) => alerts.filter((alert) => alert.symbol === null || alert.symbol === symbol),
    elsewhere: (symbol) => [...new Set(alerts.flatMap((alert) => alert.symbol ?? []))].filter((each) => each !== symbol),
    load: () => void load(),
    take(alert) {
      alerts = merged(alerts, [alert]);
      changed();
    },
    problem: () => problem,
  };
};

/** Each once, newest first; what is over stays over, whichever way came first. */
export const merged = (known: readonly AlertAnswer[], more: readonly AlertAnswer[]): readonly AlertAnswer[] => {
  const byId = new Map(known.map((alert) => [alert.id, alert]));
  for (const alert of more)
    byId.set(alert.id, { ...alert, resolved_at: alert.resolved_at ?? byId.get(alert.id)?.resolved_at ?? null });
  return [...byId.values()].sort((a, b) => (a.fired_at < b.fired_at ? 1 : a.fired_at > b.fired_at ? -1 : 0)).slice(0, alertsMax);
};
