import { easternTime } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { runningSimulator } from '../test-support/running-simulator.ts';
import { loggedInClient, streamClient } from '../test-support/stream-client.ts';

const atTheMoney = 'SPXW  261120C07020000';
const monthly = 'SPX   261218P06900000';

test('login answers code 0 with the request id as a string, then a heartbeat as a string, another after ten seconds', async () => {
  const running = await runningSimulator();
  const client = await streamClient(running);
  const { access_token: token } = await running.token();
  client.send('ADMIN', 'LOGIN', { Authorization: token, SchwabClientChannel: 'N9', SchwabClientFunctionId: 'APIAPP' }, 42);
  const reply = await client.response();
  expect(reply).toMatchObject({ service: 'ADMIN', command: 'LOGIN', requestid: '42', content: { code: 0 } });
  const heartbeat = () => client.next(({ notify }) => notify?.[0]?.heartbeat);
  expect(await heartbeat()).toBe(String(running.clock.now()));
  await running.clock.advance(10_000);
  expect(await heartbeat()).toBe(String(running.clock.now()));
});

test('a bad token gets code 3 and the socket is severed', async () => {
  const client = await streamClient(await runningSimulator());
  client.send('ADMIN', 'LOGIN', { Authorization: 'nonsense' });
  expect((await client.response()).content).toEqual({ code: 3, msg: 'Login Denied.: token is invalid or has expired.' });
  await client.closed;
});

test('a command before the login gets code 20, an unreadable one 21, an unknown service 11', async () => {
  const running = await runningSimulator();
  const early = await streamClient(running);
  early.send('LEVELONE_EQUITIES', 'SUBS', { keys: 'SPY', fields: '0,1' });
  expect((await early.response()).content.code).toBe(20);
  early.sendRaw('{"requests": [');
  expect((await early.response()).content.code).toBe(21);

  const client = await loggedInClient(running);
  client.send('TIMESALE_EQUITY', 'SUBS', { keys: 'SPY', fields: '0,1' });
  expect((await client.response()).content).toEqual({ code: 11, msg: 'Service not available or temporary down.' });
  client.send('LEVELONE_EQUITIES', 'SUBS', { keys: 'SPY' });
  expect((await client.response()).content.code).toBe(21);
});

test('a subscription shows the fields asked for at once, then only what changed', async () => {
  const running = await runningSimulator();
  const client = await loggedInClient(running);
  client.send(
    'LEVELONE_OPTIONS',
    'ADD',
    { keys: `${atTheMoney},${monthly},SPXW  991231C00001000`, fields: '0,2,3,9,10,13,20,29,35,38' },
    'a',
  );
  expect(await client.response()).toMatchObject({
    command: 'ADD',
    requestid: 'a',
    content: { code: 0, msg: 'ADD command succeeded' },
  });
  const snapshot = await client.data('LEVELONE_OPTIONS');
  expect(snapshot.map(({ key }) => key)).toEqual([atTheMoney, monthly]);
  const first = snapshot[0] ?? { key: '' };
  const fieldNames = ['2', '3', '9', '10', '13', '20', '29', '35', '38'];
  expect(Object.keys(first).sort()).toEqual([...fieldNames, 'key', 'delayed', 'assetMainType'].sort());
  expect(first).toMatchObject({ delayed: false, assetMainType: 'OPTION', 13: 100, 20: 7020 });

  await running.clock.advance(1_000);
  const update = await client.next(({ data }) =>
    data?.[0]?.command === 'SUBS' ? data[0].content.find(({ key }) => key === atTheMoney) : undefined,
  );
  expect(update).toHaveProperty('38');
  for (const unchanged of ['9', '13', '20', 'delayed', 'assetMainType', '0']) expect(update).not.toHaveProperty(unchanged);
});

test('merging the changes gives what a fresh snapshot shows', async () => {
  const running = await runningSimulator();
  const client = await loggedInClient(running);
  const fields = '0,2,3,4,8,9,10,16,17,18,28,29,30,31,32,35,37,38,39';
  client.send('LEVELONE_OPTIONS', 'SUBS', { keys: `${atTheMoney},${monthly}`, fields });
  await client.response();
  for (let i = 0; i < 40; i++) await running.clock.advance(250);
  client.send('LEVELONE_OPTIONS', 'SUBS', { keys: `${atTheMoney},${monthly}`, fields });
  await client.next(({ response }) => response);
  const fresh = await client.data('LEVELONE_OPTIONS');
  const merged = new Map<string, Record<string, unknown>>();
  let messages = 0;
  for (const frame of client.frames.slice(0, -1))
    for (const content of frame.data?.[0]?.content ?? []) {
      messages++;
      merged.set(content.key, { ...merged.get(content.key), ...content });
    }
  expect(messages).toBeGreaterThan(5);
  for (const content of fresh) expect(merged.get(content.key)).toEqual(content);
});

test('each key is looked at once a second, spread over its quarters', async () => {
  const running = await runningSimulator();
  const client = await loggedInClient(running);
  const spx = running.simulator.market.underlyings[0];
  const spot = spx?.quote(running.clock.now()).last ?? 0;
  // Near the money, where every second brings something new.
  const near = spx?.contracts(running.clock.now()).filter(({ strike }) => Math.abs(strike - spot) < 80) ?? [];
  const contracts = near.slice(0, 60);
  client.send('LEVELONE_OPTIONS', 'SUBS', { keys: contracts.map(({ symbol }) => symbol).join(','), fields: '0,2,3,38' });
  await client.response();
  await client.data('LEVELONE_OPTIONS');
  const counts: number[] = [];
  for (let i = 0; i < 4; i++) {
    await running.clock.advance(250);
    counts.push((await client.data('LEVELONE_OPTIONS')).length);
  }
  expect(counts.every((count) => count > 0 && count < 30)).toBe(true);
});

test('SUBS replaces, UNSUBS removes, and nothing more is sent of what is gone', async () => {
  const running = await runningSimulator();
  const client = await loggedInClient(running);
  client.send('LEVELONE_EQUITIES', 'SUBS', { keys: 'SPY,$SPX', fields: '0,1,2,3,8,35' });
  await client.response();
  const index = (await client.data('LEVELONE_EQUITIES')).find(({ key }) => key === '$SPX');
  expect(index).not.toHaveProperty('1');
  expect(index).toHaveProperty('3');
  client.send('LEVELONE_EQUITIES', 'SUBS', { keys: '$SPX', fields: '0,3,35' });
  await client.response();
  await client.data('LEVELONE_EQUITIES');
  await running.clock.advance(2_000);
  expect((await client.data('LEVELONE_EQUITIES')).map(({ key }) => key)).toEqual(['$SPX']);
  client.send('LEVELONE_EQUITIES', 'UNSUBS', { keys: '$SPX' });
  await client.response();
  expect(running.simulator.stats().keys).toBe(0);
});

test('VIEW changes the fields of the whole service', async () => {
  const running = await runningSimulator();
  const client = await loggedInClient(running);
  client.send('LEVELONE_EQUITIES', 'SUBS', { keys: 'SPY', fields: '0,1' });
  await client.response();
  client.send('LEVELONE_EQUITIES', 'VIEW', { fields: '0,12,33' });
  await client.next(({ response }) => response?.find(({ command }) => command === 'VIEW'));
  await running.clock.advance(1_000);
  const [content] = await client.data('LEVELONE_EQUITIES');
  expect(Object.keys(content ?? {}).sort()).toEqual(['12', '33', 'key']);
});

test('minute bars come after the minute, sequence first', async () => {
  const running = await runningSimulator();
  const client = await loggedInClient(running);
  client.send('CHART_EQUITY', 'ADD', { keys: '$SPX', fields: '0,1,2,3,4,5,6,7,8' });
  await client.response();
  const minute = running.clock.now();
  await running.clock.advance(61_000);
  const bars = await client.data('CHART_EQUITY');
  // Noon is five hours after seven; 2026-11-20 is day 20777.
  expect(bars).toHaveLength(1);
  expect(bars[0]).toMatchObject({ key: '$SPX', seq: 150, 1: 300, 7: minute, 8: 20_777 });
  expect(Number(bars[0]?.['3'])).toBeGreaterThanOrEqual(Number(bars[0]?.['2']));
});

test('keys over the limit are discarded: code 19, then 24, for one request', async () => {
  const running = await runningSimulator({ limits: { streamSymbolsMax: 1 } });
  const client = await loggedInClient(running);
  client.send('LEVELONE_OPTIONS', 'ADD', { keys: `${atTheMoney},${monthly}`, fields: '0,2' }, 7);
  const first = await client.response();
  expect(first).toMatchObject({ requestid: '7', content: { code: 19 } });
  expect(first.content.msg).toContain('(LEVELONE_OPTIONS=1, DISCARDED=1)');
  expect(await client.response()).toMatchObject({ requestid: '7', content: { code: 24, msg: 'ADD command failed' } });
  expect((await client.data('LEVELONE_OPTIONS')).map(({ key }) => key)).toEqual([atTheMoney]);
});

test('a second login takes over: the first connection hears code 12 and is severed', async () => {
  const running = await runningSimulator();
  const first = await loggedInClient(running);
  const second = await loggedInClient(running);
  expect((await first.response()).content.code).toBe(12);
  await first.closed;
  expect(running.simulator.stats().loggedIn).toBe(1);
  expect(second.socket.readyState).toBe(second.socket.OPEN);
});

test('thirty seconds without a subscription end with code 30', async () => {
  const running = await runningSimulator();
  const client = await loggedInClient(running);
  await running.clock.advance(29_999);
  expect(client.socket.readyState).toBe(client.socket.OPEN);
  await running.clock.advance(1);
  expect((await client.notice()).content).toEqual({ code: 30, msg: 'Stop streaming due to empty subscription' });
  await client.closed;
});

test('logout is answered and closed with 1000', async () => {
  const client = await loggedInClient(await runningSimulator());
  client.send('ADMIN', 'LOGOUT');
  expect((await client.response()).content).toEqual({ code: 0, msg: 'SUCCESS' });
  expect(await client.closed).toBe(1000);
});

test('a client frame above 65 535 bytes closes the socket', async () => {
  const client = await loggedInClient(await runningSimulator());
  client.sendRaw(' '.repeat(65_536));
  expect(await client.closed).toBe(1009);
});

test('a client that does not read is stopped', async () => {
  const running = await runningSimulator({ limits: { sendBufferBytesMax: 0 } });
  const client = await loggedInClient(running);
  const contracts = running.simulator.market.underlyings[0]?.contracts(running.clock.now()).slice(0, 3_000) ?? [];
  client.socket.pause();
  for (let from = 0; from < 3_000; from += 1_000)
    client.send('LEVELONE_OPTIONS', 'ADD', {
      keys: contracts
        .slice(from, from + 1_000)
        .map(({ symbol }) => symbol)
        .join(','),
      fields: Array.from({ length: 56 }, (_, field) => field).join(','),
    });
  // What the network between takes in is not ours to know: turn until the buffer has grown.
  for (let i = 0; i < 400 && running.simulator.stats().loggedIn > 0; i++) await running.clock.advance(250);
  expect(running.simulator.stats().loggedIn).toBe(0);
  client.socket.resume();
  await running.clock.advance(1_000);
  await client.closed;
});

test('at the close today’s series end, and the others go on at the next open with a new day’s open interest', async () => {
  const running = await runningSimulator({}, easternTime('2026-11-20', 15, 59));
  const client = await loggedInClient(running);
  client.send('LEVELONE_OPTIONS', 'SUBS', { keys: `${atTheMoney},${monthly}`, fields: '0,2,3,9,38' });
  await client.response();
  await client.data('LEVELONE_OPTIONS');
  await running.clock.advance(60_000 + 4_000);
  const untilClose = client.frames.length;
  expect(client.frames.some(({ data }) => data?.[0]?.content.some(({ key }) => key === atTheMoney))).toBe(true);

  const monday = easternTime('2026-11-23', 9, 30);
  await running.clock.advance(3_000);
  const update = await client.next(({ data }) => data?.find(({ timestamp }) => timestamp >= monday)?.content[0]);
  expect(update).toMatchObject({ key: monthly, 9: expect.any(Number), 38: expect.any(Number) });
  expect(update['38']).toBeGreaterThanOrEqual(monday);
  const later = client.frames.slice(untilClose).flatMap(({ data }) => data?.[0]?.content.map(({ key }) => key) ?? []);
  expect(later).not.toContain(atTheMoney);
});

test('stop closes sockets and server promptly', async () => {
  const running = await runningSimulator();
  const client = await loggedInClient(running);
  await running.simulator.stop();
  await client.closed;
  await expect(running.get('/simulator/clock')).rejects.toThrow();
  await running.simulator.stop();
  expect(running.clock.waiting).toBe(0);
});
