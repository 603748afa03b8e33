import { decodeEvent, demandRecord, demandWithdrawal, encodeEvent, topic } from '@gexstream/bus';
import { demandReason, epochMs, type FeedStatus } from '@gexstream/domain';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { feedStatusEvent, openMs } from './events.fixture.ts';
import { serveApi } from './served-api.fixture.ts';

let served: Awaited<ReturnType<typeof serveApi>>;
beforeAll(async () => {
  served = await serveApi();
});
afterAll(() => served.stop());

const put = (symbol: string, body: unknown, url = served.api.url): Promise<Response> =>
  fetch(`${url}/api/v1/demand/${symbol}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const demands = async () => served.bus.read(topic.demand.name, 0, 0, 1_000, 1_000);

test("a symbol is demanded of ingest, for so many minutes of the feed's time", async () => {
  const answer = await put('$ndx', { minutes: 30 });
  expect(answer.status).toBe(200);
  const { symbol, until } = (await answer.json()) as { symbol: string; until: string };
  expect(symbol).toBe('NDX');
  const [record] = await demands();
  expect(record!.key).toBe('api/NDX/follow');
  const event = decodeEvent(record!.value!);
  expect(event).toMatchObject({ kind: 'demand', feed: 'sim', underlying: 'NDX', body: { app: 'api', want: 'follow' } });
  expect(demandReason(event.body)).toBeNull();
  const { untilMs } = event.body as { untilMs: number };
  expect(untilMs).toBe(Date.parse(until));
  // The feed stands in the market's morning, whatever the wall says.
  expect(untilMs - openMs).toBeGreaterThanOrEqual(30 * 60_000);
  expect(untilMs - event.eventMs).toBe(30 * 60_000);
});

const listed = async () => (await fetch(`${served.api.url}/api/v1/demand`)).json();

test('what is demanded is listed, with whose it is and until when', async () => {
  const [record] = await demands();
  const { untilMs } = decodeEvent(record!.value!).body as { untilMs: number };
  expect(await listed()).toMatchObject({
    demands: [{ symbol: 'NDX', app: 'api', want: 'follow', until: new Date(untilMs).toISOString(), followed: false }],
  });
});

/** What ingest says from now on. */
const said = async (change: Partial<FeedStatus>): Promise<void> => {
  const event = feedStatusEvent({ wallMs: Date.now() }, change);
  await served.bus.publish([
    { topic: topic.feedStatus.name, key: 'ingest', value: encodeEvent(event), timestampMs: event.eventMs },
  ]);
};

test('of each wish it is said whether and how it is met: followed, its chain polled, served, refused', async () => {
  const stamp = { feed: 'sim', run: 'test', now: epochMs(openMs) } as const;
  const once = { app: 'scanner', want: 'chain', fromDate: '2026-11-20', toDate: '2026-11-20', everyMs: null } as const;
  const untilMs = epochMs(openMs + 3_600_000);
  await served.bus.publish([
    ...['AMD', 'NVDA', 'TSLA'].map((symbol) => demandRecord(symbol, { ...once, untilMs }, stamp)),
    demandRecord('SPY', { app: 'api', want: 'follow', untilMs }, stamp),
    demandRecord('QQQ', { app: 'api', want: 'follow', untilMs }, stamp),
  ]);
  const roundMs = epochMs(openMs + 1_000);
  await said({
    demands: {
      'scanner/AMD/chain': { state: 'served', roundMs, missing: '1 of 4 parts of the chain: too big' },
      'scanner/NVDA/chain': { state: 'polled', roundMs: null, missing: '' },
      'api/QQQ/follow': { state: 'refused', roundMs: null, missing: 'too many demands stand already' },
    },
  });
  const none = { followed: false, streamed: null, polled: null, last_round: null, missing: null };
  await vi.waitFor(async () => {
    const { demands } = (await listed()) as { demands: { symbol: string }[] };
    expect(Object.fromEntries(demands.map(({ symbol, ...rest }) => [symbol, rest]))).toMatchObject({
      AMD: {
        ...{ ...none, followed: true, how: 'served' },
        ...{ last_round: new Date(roundMs).toISOString(), missing: '1 of 4 parts of the chain: too big' },
      },
      NVDA: { ...none, followed: true, how: 'polled' },
      TSLA: { ...none, how: 'waiting' },
      SPY: { ...none, followed: true, how: 'followed', streamed: 3, polled: 1 },
      QQQ: { ...none, how: 'refused', missing: 'too many demands stand already' },
    });
  });
  await served.bus.publish([
    ...['AMD', 'NVDA', 'TSLA'].map((symbol) => demandWithdrawal('scanner', symbol, 'chain', stamp.now)),
    ...['SPY', 'QQQ'].map((symbol) => demandWithdrawal('api', symbol, 'follow', stamp.now)),
  ]);
});

test('taken back, the topic keeps nothing of it', async () => {
  const answer = await fetch(`${served.api.url}/api/v1/demand/NDX`, { method: 'DELETE' });
  expect(await answer.json()).toEqual({ symbol: 'NDX', until: null });
  expect((await demands()).at(-1)).toMatchObject({ key: 'api/NDX/follow', value: null });
  expect(await listed()).toMatchObject({ demands: [] });
});

test.each([
  ['not a symbol', 'SP%20X;', {}],
  ['no whole number of minutes', 'NDX', { minutes: 1.5 }],
  ['for longer than a week', 'NDX', { minutes: 10_081 }],
  ['something nobody knows', 'NDX', { hours: 1 }],
])('what is %s is refused, and demands nothing', async (_name, symbol, body) => {
  const before = (await demands()).length;
  expect((await put(symbol, body)).status).toBe(400);
  expect(await demands()).toHaveLength(before);
});

test('a scan by hand asks for a chain of each symbol, once, on demand: today and the next four weeks', async () => {
  const post = (body: unknown): Promise<Response> =>
    fetch(`${served.api.url}/api/v1/scans`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const before = (await demands()).length;
  const answer = await post({ symbols: ['aapl', 'KO', 'AAPL'] });
  expect(answer.status).toBe(200);
  const asked = (await answer.json()) as { until: string };
  expect(asked).toMatchObject({ symbols: ['AAPL', 'KO'], from_date: '2026-11-20', to_date: '2026-12-18' });
  const made = (await demands()).slice(before);
  expect(made.map(({ key }) => key)).toEqual(['api/AAPL/chain', 'api/KO/chain']);
  const { body } = decodeEvent(made[0]!.value!);
  expect(demandReason(body)).toBeNull();
  const dates = { fromDate: '2026-11-20', toDate: '2026-12-18' };
  expect(body).toEqual({ app: 'api', want: 'chain', ...dates, everyMs: null, untilMs: Date.parse(asked.until) });
  for (const wrong of [{ symbols: [] }, { symbols: ['S;X'] }, {}, { symbols: ['KO'], at: 'once' }])
    expect((await post(wrong)).status).toBe(400);
  expect(await demands()).toHaveLength(before + 2);
});

test('when the topics cannot be written that is said, not swallowed', async () => {
  const { publish } = served.bus;
  Object.assign(served.bus, { publish: () => Promise.reject(new Error('away')) });
  const answer = await put('NDX', {});
  Object.assign(served.bus, { publish });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ error: 'bus-unavailable' });
});
