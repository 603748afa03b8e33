import { demandRecord, demandWithdrawal } from '@gexstream/bus';
import { type Demand, easternDate, epochMs, type MarketEvent } from '@gexstream/domain';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { demandableSymbol, type IngestOnSimulator, ingestOnSimulator } from '../support/ingest-on-simulator.ts';
import { until } from '../support/until.ts';

// Polls that may each take their time on a loaded machine.
vi.setConfig({ testTimeout: 180_000 });
const hour = 3_600_000;

let running: IngestOnSimulator;
beforeAll(async () => {
  running = await ingestOnSimulator('SPY');
  await until('live', () => running.ingest.status().state === 'live');
}, 120_000);
afterAll(() => running?.stop());

const demand = (body: Demand): Promise<void> =>
  running.bus.publish([demandRecord(demandableSymbol, body, { feed: 'sim', run: 'test', now: running.clock.now() })]);

/** The demanded underlying's records, in their order. */
const demanded = async (): Promise<readonly MarketEvent[]> =>
  (await running.market()).filter(({ underlying }) => underlying === demandableSymbol);

const untilMs = () => epochMs(running.clock.now() + hour);

test('a chain that is demanded once comes by REST alone, with a word of how it went, and is not followed', async () => {
  const today = easternDate(running.clock.now());
  const dates = { fromDate: today, toDate: today };
  await demand({ app: 'scanner', want: 'chain', ...dates, everyMs: null, untilMs: untilMs() });
  await until('its round', async () => (await demanded()).some(({ kind }) => kind === 'demand-round'));
  const events = await demanded();
  const last = events.at(-1)!;
  expect(last).toMatchObject({
    kind: 'demand-round',
    seq: events.length,
    body: { app: 'scanner', ...dates, calls: 1, windows: 1, givenUp: 0, reason: '' },
  });
  const rows = events.flatMap((event) => (event.kind === 'option-updates' ? [event.body] : []));
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every(({ origin, listing }) => origin === 'rest' && listing?.fromDate === today)).toBe(true);
  expect(running.ingest.status().counters.restCalls.scanner).toBe(1);
  const state = () => running.ingest.status().demands?.[`scanner/${demandableSymbol}/chain`];
  await until('the status says so', () => state()?.state === 'served');
  expect(state()).toEqual({ state: 'served', roundMs: last.eventMs, missing: '' });
  expect(running.ingest.status().symbols.map(({ underlying }) => underlying)).toEqual(['SPY']);
});

test('a symbol that is demanded is followed like the configured one: streamed, its whole chain polled, its numbers without a hole', async () => {
  const before = (await demanded()).length;
  await demand({ app: 'api', want: 'follow', untilMs: untilMs() });
  await until('it is streamed', async () =>
    (await demanded()).some((event) => event.kind === 'option-updates' && event.body.origin === 'stream'),
  );
  await until('its whole chain', async () => (await demanded()).some(({ kind }) => kind === 'chain-round'));
  await until('its quotes', async () =>
    (await demanded()).some((event) => event.kind === 'underlying-quote' && event.body.origin === 'stream'),
  );
  const events = await demanded();
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.slice(before, before + 2)).toMatchObject([
    { kind: 'gap', body: { reason: 'it was not followed' } },
    { kind: 'feed-link', body: { stream: 'up', reason: 'followed on demand' } },
  ]);
  const status = running.ingest.status().symbols.find(({ underlying }) => underlying === demandableSymbol)!;
  expect(status.contracts).toBeGreaterThan(100);
  expect(status.streamed).toBeGreaterThan(0);
  expect(running.ingest.status().counters.restCalls.onDemand).toBeGreaterThan(0);
});

test('taken back it is let go: nothing of it is streamed any more, and what is configured goes on', async () => {
  await running.bus.publish([demandWithdrawal('api', demandableSymbol, 'follow', running.clock.now())]);
  await until('it is no longer named', () => running.ingest.status().symbols.length === 1);
  await until('that is said', async () => (await demanded()).at(-1)?.kind === 'feed-link');
  expect((await demanded()).at(-1)).toMatchObject({ body: { stream: 'down', reason: 'no longer demanded' } });
  // The server streams what the configured one wants: its contracts, its quotes and its bars.
  const streamed = (): number => running.ingest.status().symbols[0]!.streamed;
  await until('the server is told', () => streamed() > 0 && running.simulator.stats().keys === streamed() + 2);
  const { frames, reconnects } = running.ingest.status().counters;
  await until('frames go on', () => running.ingest.status().counters.frames > frames + 5);
  expect(reconnects).toBe(0);
});
