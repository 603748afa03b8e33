import { decodeEvent, topic } from '@gexstream/bus';
import { demandReason } from '@gexstream/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openMs } from './events.fixture.ts';
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

test('when the topics cannot be written that is said, not swallowed', async () => {
  const { publish } = served.bus;
  Object.assign(served.bus, { publish: () => Promise.reject(new Error('away')) });
  const answer = await put('NDX', {});
  Object.assign(served.bus, { publish });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ error: 'bus-unavailable' });
});
