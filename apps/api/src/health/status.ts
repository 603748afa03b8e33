import { isoTime } from '@gexstream/domain';
import type { Clock } from '@gexstream/domain/time';
import type { CheckBody, HealthBody, ReadyBody } from '../contract/health.ts';
import type { LagBody, StatusBody } from '../contract/status.ts';
import { connectionState } from '../live/connection-state.ts';
import { feedState } from '../live/feed-state.ts';
import type { LiveView } from '../live/live-view.ts';
import { productVersion } from '../product-version.ts';

/** `/api/stream` gives at most one event a second. */
const streamPeriodSeconds = 1;

export interface StatusSources {
  readonly view: LiveView;
  /** The wall clock. */
  readonly clock: Clock;
  readonly ready: () => Promise<ReadyBody>;
  readonly lag: () => Promise<Record<string, LagBody | null>>;
  readonly streams: () => StatusBody['streams'];
  readonly refused: () => number;
  readonly unreadable: () => number;
  readonly components: () => Record<string, unknown>;
}

/** What `/api/status` and `/health` say, from one source. */
export const statusReport = (sources: StatusSources) => {
  const { view, clock } = sources;
  const startedMs = clock.now();
  const uptimeSeconds = (): number => Math.round((clock.now() - startedMs) / 1_000);

  const status = async (): Promise<StatusBody> => {
    const [{ status: ready, checks }, lag] = await Promise.all([sources.ready(), sources.lag().catch(() => ({}))]);
    const symbols = view.symbols();
    const newest = symbols.map((symbol) => view.answers(symbol)!.levels.body.asOf).sort((a, b) => a - b);
    return {
      status: 'ok',
      last_fetch: newest.length === 0 ? null : isoTime(newest.at(-1)!),
      symbols: [...symbols],
      interval: streamPeriodSeconds,
      name: 'gexstream',
      version: productVersion,
      uptime_seconds: uptimeSeconds(),
      ready,
      ...feedState(view),
      store: checks.store,
      bus: checks.bus,
      lag,
      streams: sources.streams(),
      refused_requests: sources.refused(),
      unreadable_records: sources.unreadable(),
      components: sources.components(),
    };
  };

  const health = async (): Promise<HealthBody> => {
    const { status: ready, checks } = await sources.ready();
    return {
      status: ({ ready: 'healthy', degraded: 'degraded', 'not-ready': 'unhealthy' } as const)[ready],
      timestamp: isoTime(clock.now()),
      version: productVersion,
      uptime_seconds: uptimeSeconds(),
      services: {
        feed: feedState(view).state,
        bus: checks.bus.ok ? 'connected' : 'error',
        store: availability(checks.store),
        schwab_api: connectionState(view),
        redis_cache: availability(checks.bus),
        duckdb_storage: availability(checks.store),
      },
    };
  };

  return { status, health };
};

const availability = ({ ok }: CheckBody): 'available' | 'unavailable' => (ok ? 'available' : 'unavailable');
