import { systemClock } from '@gexstream/actors';
import { topic } from '@gexstream/bus';
import { applyEvent, emptyBook, epochMs, parseOsi } from '@gexstream/domain';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type IngestOnSimulator, ingestOnSimulator } from '../support/ingest-on-simulator.ts';
import { until } from '../support/until.ts';

// Polls that may each take their time on a loaded machine.
vi.setConfig({ testTimeout: 180_000 });
const system = systemClock();

let running: IngestOnSimulator;
beforeAll(async () => {
  running = await ingestOnSimulator('SPY');
  await until('streamed', streamed);
}, 120_000);
afterEach(() => running.simulator.faults.clear());
afterAll(() => running?.stop());

const status = () => running.ingest.status();

/** Live, and the server streams what ingest wants: its contracts, and the quotes and bars of the one underlying. */
const streamed = (): boolean => {
  const contracts = status().symbols[0]!.streamed;
  return status().state === 'live' && contracts > 0 && running.simulator.stats().keys === contracts + 2;
};

/** The one underlying's records, in their order. */
const spy = async () => (await running.market()).filter(({ underlying }) => underlying === 'SPY');

/** Does what breaks the connection, and waits until all is streamed again. */
const broken = async (by: () => void): Promise<void> => {
  const before = status().counters.reconnects;
  by();
  await until('the loss is noticed', () => status().counters.reconnects > before);
  await until('all is streamed again', streamed);
  expect(status().counters.reconnects).toBe(before + 1);
};

test.each(['drop-fin', 'drop-rst'])(
  'S1: after %s everything is subscribed again, and the gap is the time away',
  async (fault) => {
    const before = await spy();
    await broken(() => running.inject(fault));
    const since = async () => (await spy()).slice(before.length);
    // What is said of the loss may reach the log a little later.
    await until('the gap is told, and what comes behind it', async () => {
      const kinds = (await since()).map(({ kind }) => kind);
      return kinds.includes('gap') && kinds.indexOf('gap') + 1 < kinds.length;
    });
    const events = await since();
    const down = events.find((event) => event.kind === 'feed-link' && event.body.stream === 'down');
    // What said "up" for the first time may reach the log only now.
    const up = events.slice(events.indexOf(down!)).find((event) => event.kind === 'feed-link' && event.body.stream === 'up');
    const gap = events.find((event) => event.kind === 'gap');
    if (gap?.kind !== 'gap') throw new Error('no gap was recorded');
    expect(gap.body.reason).toBe('the stream was away');
    expect(gap.body.fromMs).toBeLessThanOrEqual(down!.eventMs);
    expect(gap.body.toMs).toBeGreaterThanOrEqual(down!.eventMs);
    expect(up!.seq).toBe(gap.seq + 1);
  },
);

/** The contracts of the one underlying that a reader of its records counts as listed. */
const listed = (events: Awaited<ReturnType<typeof spy>>): ReadonlySet<string> => {
  const book = emptyBook('SPY');
  for (const event of events) applyEvent(book, event, () => {});
  return new Set([...book.rowOfSymbol].flatMap(([symbol, row]) => (book.columns.listed[row] === 1 ? [symbol] : [])));
};

test('while the stream stays down REST brings spot and the nearest money, far strikes stay listed, and the stream takes back', async () => {
  const before = (await spy()).length;
  const since = async () => (await spy()).slice(before);
  running.inject('no-stream');
  const { chains } = status().counters.restCalls;
  await until('quotes by REST, without a chain behind them', async () => {
    const kinds = (await since()).map((event) =>
      event.kind === 'underlying-quote' && event.body.origin === 'rest' ? 'rest-quote' : event.kind,
    );
    return kinds.some(
      (kind, index) => kind === 'rest-quote' && index + 1 < kinds.length && kinds[index + 1] !== 'option-updates',
    );
  });
  const nearMoney = async () =>
    (await spy()).findIndex(
      ({ kind, body }, index) =>
        index >= before && kind === 'option-updates' && body.origin === 'rest' && body.listing === undefined,
    );
  await until('the money of the nearest expiry', async () => (await nearMoney()) >= 0);
  const events = (await spy()).slice(0, (await nearMoney()) + 1);
  const answer = events.at(-1)!;
  if (answer.kind !== 'option-updates') throw new Error('not an answer');
  const expiries = new Set(answer.body.symbols.map((symbol) => parseOsi(symbol)!.expiry));
  expect(expiries.size).toBe(1);
  const ofExpiry = [...listed(events)].filter((symbol) => expiries.has(parseOsi(symbol)!.expiry));
  expect(answer.body.symbols.length).toBeLessThanOrEqual(2 * 2 * 20);
  expect(ofExpiry.length).toBeGreaterThan(answer.body.symbols.length);
  expect(listed(events)).toEqual(listed(events.slice(0, -1)));
  expect(status().state).toBe('reconnecting');
  expect(status().counters.restCalls.chains).toBeGreaterThan(chains);
  running.simulator.faults.clear();
  await until('streamed again', streamed);
  // What is said of the loss may reach the log a little later.
  await until('the gap is told', async () => (await since()).some(({ kind }) => kind === 'gap'));
  const gap = (await since()).find((event) => event.kind === 'gap');
  if (gap?.kind !== 'gap') throw new Error('no gap was recorded');
  expect(gap.body.reason).toBe('the stream was away');
});

test('S7: while REST is refused as too many, a dropped stream comes back all the same', async () => {
  running.inject('429:1');
  await until('a call was refused', () => (status().counters.restFailures.SCHWAB_RATE_LIMITED ?? 0) > 0);
  await broken(() => running.inject('drop-rst'));
});

test('S7: a chain too big for the gateway is asked for in smaller parts, until all of it is there', async () => {
  const rounds = async () => (await spy()).flatMap((event) => (event.kind === 'chain-round' ? [event.body] : []));
  const before = await rounds();
  running.inject('too-big:400');
  await until('a whole round in more windows', async () =>
    (await rounds()).some(({ windows, givenUp }) => windows > before[0]!.windows && givenUp === 0),
  );
});

test('a chain that comes cut short delists nothing, and is asked for in smaller parts', async () => {
  const rounds = async () => (await spy()).flatMap((event) => (event.kind === 'chain-round' ? [event.body] : []));
  const before = listed(await spy());
  const { windows } = (await rounds()).at(-1)!;
  running.inject('cut:100');
  await until('a round that gave up', async () => (await rounds()).some((round) => round.givenUp > 0 && round.windows > windows));
  const now = listed(await spy());
  expect([...before].filter((symbol) => !now.has(symbol))).toEqual([]);
  expect(status().detail).toContain('a chain of SPY came cut short');
});

test('S6: what cannot be read is counted and sampled, and costs neither the connection nor what stands beside it', async () => {
  const { reconnects, garbage, frames } = status().counters;
  running.inject('garbage:100', 'oversize');
  await until(
    'some frames of either kind',
    () => status().counters.garbage > garbage + 5 && status().counters.frames > frames + 10,
  );
  expect(status()).toMatchObject({ state: 'live', counters: { reconnects } });
  await until('a sample', async () => (await running.records(topic.deadLetters.name)).length > 0);
  const [letter] = await running.records(topic.deadLetters.name);
  expect(JSON.parse(Buffer.from(letter!.value!).toString())).toMatchObject({
    topic: 'schwab-streamer',
    reason: expect.stringContaining('unreadable'),
  });
});

test('S11: over the symbol limit fewer are asked for, on the same connection', async () => {
  await broken(() => running.inject('limit:50', 'drop-rst'));
  expect(status().symbols[0]!.streamed).toBe(50);
  await until('it is said', async () => (await running.notices()).some(({ code }) => code === 'stream-symbol-limit'));
});

test('S9: a dead login is said once, the stream goes on, and a new login is taken up', async () => {
  running.inject('revoke-refresh');
  await running.tokenStore.write({ refreshToken: 'dead@', access: null, loginMs: null });
  running.inject('expire-access');
  await until('it is said', () => status().state === 'auth-required');
  const { frames } = status().counters;
  await until('frames go on', () => status().counters.frames > frames + 5);
  expect(status().detail).toMatch(/log in again: npx gex login/);

  running.simulator.faults.clear();
  await running.tokenStore.write({ refreshToken: 'SIM-REFRESH@', access: null, loginMs: epochMs(system.now()) });
  await until('the new login', () => status().state === 'live');
  const codes = async () => (await running.notices()).map(({ code }) => code).filter((code) => code.startsWith('login'));
  await until('that is said', async () => (await codes()).length > 1);
  expect(await codes()).toEqual(['login-required', 'login-restored']);
});

test('S12: when another login takes over, that is said and the connection left to it', async () => {
  running.inject('kick');
  await until('it is said', async () => (await running.notices()).some(({ code }) => code === 'stream-taken-over'));
  expect(status().state).toBe('reconnecting');
  expect(status().detail).toContain('another connection of the same user took over');
  expect(running.simulator.stats().loggedIn).toBe(0);
});

test('C3: no record beside the market holds a token, plain, URL-encoded or in base64', async () => {
  const token = (await running.tokenStore.read())!.access!.token;
  for (const name of [topic.feedNotices.name, topic.deadLetters.name, topic.feedStatus.name]) {
    const text = (await running.records(name)).map(({ value }) => Buffer.from(value!).toString('latin1')).join('\n');
    for (const form of [token, encodeURIComponent(token), Buffer.from(token).toString('base64')])
      expect(text).not.toContain(form);
  }
});
