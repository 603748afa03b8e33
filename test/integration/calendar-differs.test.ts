import { easternDate } from '@gexstream/domain';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type IngestOnSimulator, ingestOnSimulator } from '../support/ingest-on-simulator.ts';
import { until } from '../support/until.ts';

// Polls that may each take their time on a loaded machine.
vi.setConfig({ testTimeout: 180_000 });

let running: IngestOnSimulator;
beforeAll(async () => {
  running = await ingestOnSimulator('SPY', undefined, { faults: ['holiday'] });
}, 120_000);
afterAll(() => running?.stop());

test('a day that Schwab calls closed and our calendar open is told, and the market goes on by our calendar', async () => {
  const differs = async () => (await running.notices()).filter(({ code }) => code === 'calendar-differs');
  await until('it is told', async () => (await differs()).length > 0);
  const [notice] = await differs();
  expect(notice!.text).toContain(`On ${easternDate(running.clock.now())} options are closed by Schwab and open `);
  const { updates } = running.ingest.status().counters;
  await until('updates go on', () => running.ingest.status().counters.updates > updates + 10);
});
