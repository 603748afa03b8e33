import { encodeEvent } from '@gexstream/bus';
import { scanIdOf } from '@gexstream/domain';
import { allTables, outcomes, type Store, skewMetrics } from '@gexstream/store';
import { feedStatusEvent } from './events.fixture.ts';
import { event, flowEvent, opportunitiesEvent, outcomeRow, rowOf, scanMs, skewEvent, skewRow } from './scanner.fixture.ts';
import { scanRun, sentiment } from './scans.fixture.ts';
import { serveApi } from './served-api.fixture.ts';

const quarterMs = 15 * 60_000;

/** An API that has heard of a scan of AAPL and XOM, with a past of skew and of outcomes in `store`, which it closes. */
export const serveScanner = async (store: Store) => {
  await store.declareTables(allTables);
  await store.append(skewMetrics, [
    skewRow(scanMs - 25 * 3_600_000, 3, 28),
    skewRow(scanMs - 2 * quarterMs, 4, 30),
    skewRow(scanMs - quarterMs, null, 31),
    skewRow(scanMs - quarterMs, 1, 40, '2026-12-04'),
    skewRow(scanMs, 5, 29),
  ]);
  const rows = Array.from({ length: 40 }, (_, i) =>
    outcomeRow(i, i < 30 ? {} : { underlying_return: -0.01, contract_return: null }),
  );
  const few = Array.from({ length: 29 }, (_, i) => outcomeRow(100 + i, { signal_type: 'NEUTRAL', band: 'strong', side: 'PUT' }));
  await store.append(outcomes, [...rows, ...few]);
  const served = await serveApi({}, { store });
  /** Told again where an age counts: it grows by the machine's clock. */
  const feedIsLive = () => served.publish(feedStatusEvent({ atMs: scanMs, wallMs: served.clock.now() }));
  await feedIsLive();
  await served.publish(
    opportunitiesEvent('AAPL', [rowOf('AAPL', 101, 9_000), rowOf('AAPL', 102, 4_500, null)]),
    opportunitiesEvent('XOM', [rowOf('XOM', 101, 5_000, 2)]),
    flowEvent('AAPL', [9_000, 3_000]),
    skewEvent('AAPL', 7),
    skewEvent('XOM', 2),
  );
  const at = (name: string, key: string, of: ReturnType<typeof scanRun> | ReturnType<typeof event>) => ({
    topic: name,
    key,
    value: encodeEvent(of),
    timestampMs: of.eventMs,
  });
  await served.bus.publish([
    at('sentiment', '*', event('sentiment', '*', { ...sentiment, scanId: scanIdOf(scanMs) }, scanMs)),
    ...[45, 30, 15].map((minute) => at('scan-runs', 'x', scanRun(minute))),
    at('scan-runs', 'x', scanRun(0, { endMs: null, status: 'running' })),
    at('scan-runs', 'x', scanRun(0)),
  ]);
  return {
    ...{ served, store, feedIsLive },
    stop: async (): Promise<void> => {
      await served.stop();
      await store.close();
    },
  };
};

export const getJson = async <Body>(
  { api }: Awaited<ReturnType<typeof serveApi>>,
  path: string,
): Promise<{ readonly status: number; readonly body: Body }> => {
  const answer = await fetch(api.url + path);
  return { status: answer.status, body: (await answer.json()) as Body };
};
