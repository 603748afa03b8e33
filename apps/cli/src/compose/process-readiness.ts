import type { StatusBody } from '@gexstream/api';
import type { BotsStatus } from '@gexstream/bots';
import type { HistoryStatus } from '@gexstream/history';
import type { IngestStatus } from '@gexstream/ingest';
import type { Health } from '@gexstream/metrics';
import type { KafkaWatch } from './kafka-watch.ts';

/** As alert `ConsumerLag` has it: beyond this a group does not serve the present. */
export const readyLagMax = 5_000;

/** `/readyz` of a process: ready when everything that was to run in it says so. An app that has not come up yet is not. */
export const processReadiness = <App extends string>(apps: readonly App[]) => {
  const checks = new Map<App, () => Health | Promise<Health>>();
  return {
    register: (app: App, check: () => Health | Promise<Health>): void => void checks.set(app, check),
    check: async (): Promise<Health> => {
      const all = await Promise.all(
        apps.map(async (app) => {
          const { ok, detail } = (await checks.get(app)?.()) ?? { ok: false, detail: 'is starting' };
          return { ok, detail: `${app}: ${detail}` };
        }),
      );
      return { ok: all.every(({ ok }) => ok), detail: all.map(({ detail }) => detail).join('; ') };
    },
  };
};

/** While the market is closed a stream that is not there is in order; a login that has ended never is. */
export const ingestReadiness = ({ state, detail }: Pick<IngestStatus, 'state' | 'detail'>, marketOpen: boolean): Health => {
  if (state === 'live') return { ok: true, detail: 'live' };
  if (state === 'auth-required' || marketOpen) return { ok: false, detail: `${state} (${detail})` };
  return { ok: true, detail: `${state}; the market is closed` };
};

/** Of a consumer: it holds partitions, and is not far behind on them. Embedded (no Kafka) it has them all, from its own disk. */
export const consumerReadiness = (kafka: KafkaWatch | null, group: string): Health => {
  if (kafka === null) return { ok: true, detail: 'reads' };
  const held = kafka.group(group);
  if (held === null || held.partitions === 0) return { ok: false, detail: 'no partitions are assigned' };
  const detail = `${held.partitions} partitions, ${held.lag} records behind`;
  return { ok: held.lag <= readyLagMax, detail };
};

/** A consumer whose store takes what it reads. */
export const historyReadiness = (kafka: KafkaWatch | null, group: string, { tables }: Pick<HistoryStatus, 'tables'>): Health => {
  const refused = Object.entries(tables).flatMap(([table, { retrying }]) => (retrying ? [table] : []));
  if (refused.length > 0) return { ok: false, detail: `the store does not take rows of ${refused.join(', ')}` };
  return consumerReadiness(kafka, group);
};

/** Degraded is ready: the present is served, the history is not. */
export const apiReadiness = ({ ready, bus, state, store }: Pick<StatusBody, 'ready' | 'bus' | 'state' | 'store'>): Health => ({
  ok: ready !== 'not-ready',
  detail: `${ready} (bus: ${bus.detail}; feed: ${state}; store: ${store.detail})`,
});

/** How long a platform may be silent: a poll of Telegram waits 50 s for news. */
const platformSilentMsMax = 90_000;

/** Bots whose platforms are connected. */
export const botsReadiness = ({ platforms }: Pick<BotsStatus, 'platforms'>): Health => {
  const down = platforms.filter(({ connected, silentMs }) => !connected || silentMs > platformSilentMsMax);
  if (down.length > 0) return { ok: false, detail: down.map(({ platform, detail }) => `${platform} ${detail}`).join(', ') };
  return { ok: true, detail: platforms.length === 0 ? 'the page alone' : platforms.map(({ platform }) => platform).join(', ') };
};
