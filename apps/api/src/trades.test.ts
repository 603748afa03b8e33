import { decodeEvent, encodeEvent, topic } from '@gexstream/bus';
import { epochMs } from '@gexstream/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TradeAnswer, TradeBody, type TradesAnswer, TradesBody } from './contract/trades.ts';
import { levelsEvent, openMs } from './events.fixture.ts';
import { type ApiKey, apiKeySha256, type Scope } from './keys/api-key.ts';
import { violations } from './open-api.fixture.ts';
import { opportunitiesEvent, rowOf } from './scanner.fixture.ts';
import { serveApi } from './served-api.fixture.ts';

const keyOf = (name: string, user: string, scope: Scope): ApiKey => ({
  name,
  user,
  scope,
  sha256: apiKeySha256(`gex-secret-${name}`),
});
const chat = (id: string, linkedUser: string | null) => ({
  topic: topic.chats.name,
  key: `telegram/${id}`,
  value: encodeEvent({
    ...levelsEvent(),
    kind: 'chat-settings',
    version: 1,
    body: { chat: { platform: 'telegram', id }, linkedUser },
  }),
  timestampMs: openMs,
});
const call = { symbol: 'spx', expiry: '2026-11-20', strike: 6010, type: 'CALL', entry_price: 4.1 } as const;

describe('a user’s own trades', { timeout: 30_000 }, () => {
  let served: Awaited<ReturnType<typeof serveApi>>;
  beforeAll(async () => {
    served = await serveApi({
      host: '0.0.0.0',
      apiKeys: [
        keyOf('ann', 'ann', 'trade'),
        keyOf('ann-reads', 'ann', 'read'),
        keyOf('bob', 'bob', 'trade'),
        keyOf('boss', 'boss', 'admin'),
      ],
    });
  });
  afterAll(() => served.stop());

  const ask = (method: string, path: string, key: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${new URL(served.api.url).port}/api/v1/trades${path}`, {
      method,
      headers: {
        authorization: `Bearer gex-secret-${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const list = async (key: string, query = '', headers: Record<string, string> = {}): Promise<TradesAnswer> => {
    const answer = await ask('GET', query, key, undefined, headers);
    expect(answer.status).toBe(200);
    const body = (await answer.json()) as TradesAnswer;
    expect(violations(TradesBody, body)).toEqual([]);
    return body;
  };
  const add = async (key: string, body: unknown): Promise<TradeAnswer> => {
    const answer = await ask('POST', '', key, body);
    expect(answer.status).toBe(201);
    const trade = (await answer.json()) as TradeAnswer;
    expect(violations(TradeBody, trade)).toEqual([]);
    return trade;
  };
  const erase = async (key: string): Promise<void> => {
    for (const { id } of (await list(key)).trades) expect((await ask('DELETE', `/${id}`, key)).status).toBe(200);
  };

  test('are written down, closed, corrected and erased; the topic keeps each whole', async () => {
    const trade = await add('ann', { ...call, quantity: 2, note: 'breakout' });
    expect(trade).toMatchObject({ of: 'user', symbol: 'SPX', direction: 'long', quantity: 2, multiplier: 100, note: 'breakout' });
    expect(trade).toMatchObject({ exited_at: null, profit_loss: null, win: null });
    const closed = await ask('PUT', `/${trade.id}/exit`, 'ann', { exit_price: 6.3 });
    expect(await closed.json()).toMatchObject({ exit_price: 6.3, profit_loss_per_contract: 220, profit_loss: 440, win: true });
    const corrected = await ask('PUT', `/${trade.id}/exit`, 'ann', { exit_price: 0 });
    expect(await corrected.json()).toMatchObject({ profit_loss_per_contract: -410, profit_loss: -820, return: -1, win: false });
    const { trades, results, user, simulated } = await list('ann');
    expect([user, simulated, trades.length]).toEqual(['ann', true, 1]);
    expect(results).toMatchObject({ open: 0, n: 1, wins: 0, profit_loss: -820, hit_rate: null, note: 'not enough data' });
    expect(await (await ask('DELETE', `/${trade.id}`, 'ann')).json()).toEqual({ id: trade.id, erased: true });
    expect((await list('ann')).trades).toEqual([]);
    const records = await served.bus.read(topic.trades.name, 0, 0, 100, 100);
    expect(records.map(({ key }) => key)).toEqual(records.map(() => `ann/${trade.id}/${Date.parse(trade.entered_at)}`));
    expect(records.at(-1)!.value).toBeNull();
  });

  test('of one are nobody else’s, not to see, not to close, not to erase', async () => {
    const { id } = await add('ann', call);
    expect((await list('bob')).trades).toEqual([]);
    for (const [method, path, body] of [
      ['PUT', `/${id}/exit`, { exit_price: 1 }],
      ['DELETE', `/${id}`, undefined],
    ] as const) {
      const answer = await ask(method, path, 'bob', body);
      expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([404, 'no-data']);
    }
    // The header says nothing with any key but an admin’s.
    expect((await list('bob', '', { 'x-user-id': 'ann' })).user).toBe('bob');
    expect((await list('boss', '', { 'x-user-id': 'ann' })).trades.map((trade) => trade.id)).toEqual([id]);
    expect((await list('ann-reads')).trades.map((trade) => trade.id)).toEqual([id]);
    await erase('ann');
  });

  test('that came by a chat are also those of the user for whom it acts, as long as it does', async () => {
    const { id } = await add('ann', { ...call, entered_at: new Date(openMs).toISOString() });
    const newest = (await served.bus.read(topic.trades.name, 0, 0, 100, 100)).at(-1)!;
    const event = decodeEvent(newest.value!);
    const body = { ...(event.body as object), owner: 'telegram/7', id: 'chat23' };
    const key = `telegram/7/chat23/${openMs}`;
    await served.bus.publish([
      { topic: topic.trades.name, key, value: encodeEvent({ ...event, body }), timestampMs: openMs },
      chat('7', 'bob'),
    ]);
    expect((await list('bob')).trades).toMatchObject([{ id: 'chat23', of: 'chat' }]);
    expect((await list('ann')).trades.map((trade) => trade.id)).toEqual([id]);
    expect((await ask('PUT', '/chat23/exit', 'bob', { exit_price: 5 })).status).toBe(200);
    await served.bus.publish([chat('7', null)]);
    expect((await list('bob')).trades).toEqual([]);
    expect((await ask('DELETE', '/chat23', 'bob')).status).toBe(404);
    await erase('ann');
  });

  test('sent again with the same time are kept once', async () => {
    const entry = { ...call, entered_at: new Date(openMs).toISOString() };
    const { id } = await add('ann', entry);
    const again = await ask('POST', '', 'ann', { ...entry, note: 'again' });
    expect([again.status, await again.json()]).toMatchObject([200, { id, note: '' }]);
    expect((await list('ann')).trades).toHaveLength(1);
    await erase('ann');
  });

  test('have the scanner’s score and spot where they are told as they happen, and neither where told later', async () => {
    const now = Date.parse((await list('ann')).feed_now);
    const row = rowOf('SPX', 101, 4_000);
    await served.publish(opportunitiesEvent('SPX', [row], epochMs(now)), levelsEvent({ underlying: 'SPX', atMs: now }));
    const seen = { symbol: 'SPX', expiry: row.expiry, strike: row.strike, type: 'CALL' };
    const told = await add('ann', { ...seen, entry_price: 2 });
    expect([told.composite_score, told.signal_type, told.entry_spot]).toEqual([row.classic.total, row.signal, 6005]);
    const later = await add('ann', { ...seen, entry_price: 2, entered_at: new Date(now - 600_000).toISOString() });
    expect([later.composite_score, later.signal_type, later.entry_spot]).toEqual([null, null, null]);
    await erase('ann');
  });

  test('30 closed ones have a rate; filters are counted by what matches', async () => {
    for (let minute = 0; minute < 30; minute++)
      await add('ann', {
        ...call,
        entered_at: new Date(openMs - minute * 60_000).toISOString(),
        exit_price: minute < 18 ? 6.3 : 0,
      });
    await add('ann', { ...call, symbol: 'NDX' });
    const { results, trades } = await list('ann', '?symbol=SPX&limit=5');
    expect(trades).toHaveLength(5);
    expect(results).toMatchObject({ open: 0, n: 30, wins: 18, hit_rate: 0.6, note: '' });
    expect(results.mean_profit_loss_per_contract).toBeCloseTo(-32, 9);
    expect((await list('ann', '?state=open')).trades.map(({ symbol }) => symbol)).toEqual(['NDX']);
    await erase('ann');
  });

  test.each([
    ['strike', { strike: -1 }],
    ['type', { type: 'BOTH' }],
    ['quantity', { quantity: 0 }],
    ['entry_price', { entry_price: 0 }],
    ['entered_at', { entered_at: 'yesterday' }],
    ['entered_at', { entered_at: '2099-01-01T00:00:00Z' }],
    ['expiry', { expiry: '2020-01-17' }],
    ['exit_price', { exit_price: -1 }],
    ['exited_at', { exited_at: '2026-11-20T15:00:00Z' }],
    ['exited_at', { exit_price: 1, exited_at: '2026-01-01T00:00:00Z' }],
    ['note', { note: 'x'.repeat(201) }],
    ['owner', { owner: 'bob' }],
  ])('that cannot be are refused by the field: %s', async (field, change) => {
    const answer = await ask('POST', '', 'ann', { ...call, ...change });
    const { errors } = (await answer.json()) as { errors: { field: string }[] };
    expect([answer.status, errors.map((each) => each.field)]).toEqual([400, [field]]);
    expect((await list('ann')).trades).toEqual([]);
  });

  test('are written with a key that may trade; a key that reads only sees them', async () => {
    expect((await ask('POST', '', 'ann-reads', call)).status).toBe(403);
    expect((await ask('DELETE', '/abc234', 'ann-reads')).status).toBe(403);
  });

  test('are in a table that only an admin reads', async () => {
    const table = (key: string) =>
      fetch(
        `http://127.0.0.1:${new URL(served.api.url).port}/api/tables/trade_outcomes?from=0&to=${openMs + 86_400_000}&limit=10`,
        { headers: { authorization: `Bearer gex-secret-${key}` } },
      );
    expect([(await table('ann')).status, (await table('boss')).status]).toEqual([403, 200]);
  });
});

test('where anyone on the network may read, nobody’s trades are shown', async () => {
  const served = await serveApi({ host: '0.0.0.0', allowOpen: true });
  expect((await fetch(`http://127.0.0.1:${new URL(served.api.url).port}/api/v1/trades`)).status).toBe(403);
  await served.stop();
});
