import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bus, type BusRecord, decodeEvent, encodeEvent, topic } from '@gexstream/bus';
import {
  type ExposureBody,
  type ExposuresEvent,
  epochMs,
  type Levels,
  type MarketEvent,
  type OptionUpdates,
  parseOsi,
  type SessionBaselineEvent,
  type UnderlyingQuote,
} from '@gexstream/domain';
import { inspectBook, newestCells, phaseMsOf } from '@gexstream/gex';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { allRecords, byIdentity, carry, openLog, outputsOf, processed } from '../support/gex-log.ts';
import { logStartMs, marketLog, marketRates } from '../support/market-log.ts';

const recorded = marketLog({ seed: 7, symbols: ['SPX', 'SPY'], seconds: 95 });

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-replay-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Of SPY, as last quoted up to so many ms into the log. */
const spotAt = (ms: number): number => {
  const events = recorded.filter(({ key, timestampMs }) => key === 'SPY' && timestampMs <= logStartMs + ms);
  const quotes = events.map(({ value }) => decodeEvent(value!) as MarketEvent).filter(({ kind }) => kind === 'underlying-quote');
  return (quotes.at(-1)!.body as UnderlyingQuote).last!;
};

const openBus = (name: string): Promise<Bus> => openLog(join(folder, name));

test('a recorded log, replayed twice, gives the same output records, byte for byte', async () => {
  const [first, second] = [await openBus('first'), await openBus('second')];
  for (const bus of [first, second]) {
    await bus.publish(recorded);
    await processed(bus);
  }
  const [a, b] = [await outputsOf(first), await outputsOf(second)];
  expect(a.length).toBeGreaterThan(700);
  expect(b.map(({ offset, partition, topic: name, key }) => [name, partition, offset, key])).toEqual(
    a.map(({ offset, partition, topic: name, key }) => [name, partition, offset, key]),
  );
  expect(a.every(({ value }, index) => Buffer.compare(value!, b[index]!.value!) === 0)).toBe(true);
  await Promise.all([first.close(), second.close()]);
});

test('a processor that stops in the middle and begins again from its snapshot gives what one that never stopped gives', async () => {
  const whole = await openBus('whole');
  await whole.publish(recorded);
  await processed(whole);

  const broken = await openBus('broken');
  // Past the first snapshot (30 s of event time), in the middle of a second.
  const middle = recorded.findIndex(({ timestampMs }) => timestampMs > logStartMs + 47_600);
  await broken.publish(recorded.slice(0, middle));
  await processed(broken);
  await broken.publish(recorded.slice(middle));
  await processed(broken);

  expect(byIdentity(await outputsOf(broken))).toEqual(byIdentity(await outputsOf(whole)));
  await Promise.all([whole.close(), broken.close()]);
});

test('levels come every 250 ms of event time, cells every second, a profile every minute', async () => {
  const bus = await openBus('cadence');
  await bus.publish(recorded);
  await processed(bus);
  const momentsOf = async (name: string, key: string): Promise<readonly number[]> =>
    (await allRecords(bus, name)).filter((each) => each.key === key).map(({ timestampMs }) => timestampMs - logStartMs);
  const levels = await momentsOf(topic.levels.name, 'SPX');
  const phase = phaseMsOf('SPX');
  expect(levels.filter((ms) => ms % 250 === phase)).toEqual(Array.from({ length: 95 * 4 }, (_, index) => index * 250 + phase));
  const cells = Array.from({ length: 95 }, (_, index) => index * 1000 + phase);
  expect(await momentsOf(topic.cells.name, 'SPX')).toEqual([...cells, 60_000].sort((a, b) => a - b));
  expect(await momentsOf(topic.profiles.name, 'SPX')).toEqual([60_000]);
  expect(await momentsOf(topic.exposures.name, 'SPX')).toEqual([60_000]);
  await bus.close();
});

/** What the log's full minute tells of SPY: one run for all who look at it. */
let minuteOfSpy: Promise<ExposuresEvent> | undefined;
const exposuresOfSpy = (): Promise<ExposuresEvent> => {
  minuteOfSpy ??= (async () => {
    const bus = await openBus('minute');
    await bus.publish(recorded);
    await processed(bus);
    const [spy] = (await allRecords(bus, topic.exposures.name)).filter(({ key }) => key === 'SPY');
    await bus.close();
    return decodeEvent(spy!.value!) as ExposuresEvent;
  })();
  return minuteOfSpy;
};

test('G-08: exposures come by every measure; with volume they differ from open interest where contracts expire today, and nowhere else', async () => {
  const { eventMs, body } = await exposuresOfSpy();
  expect(body.pictures.map(({ levels }) => levels.model.measure)).toEqual(['oi', 'volume', 'oi_plus_volume']);
  const [oi, volume, both] = body.pictures;
  expect(oi!.levels.asOf).toBe(eventMs);
  const [today, ...later] = both!.expiries.map(({ exposures }) => exposures);
  const [todayOi, ...laterOi] = oi!.expiries.map(({ exposures }) => exposures);
  expect(later).toEqual(laterOi);
  const sum = todayOi!.vex.gross + volume!.expiries[0]!.exposures!.vex.gross;
  expect(Math.abs(today!.vex.gross - sum)).toBeLessThan(1e-12 * sum);
});

test('forwards come from the quotes of the last chain answer, and are said: the yield is the market’s, not the configured one', async () => {
  const { body } = await exposuresOfSpy();
  const [today, ...later] = body.forwards!;
  expect(today).toMatchObject({ expiry: '2026-11-20', source: 'configured: under a day' });
  expect(body.pictures[0]!.expiries[0]!.dividendYield).toBe(carry.dividendYield);
  for (const [i, { source, takenMs, implied }] of later.entries()) {
    expect({ source, takenMs, strikes: implied!.strikes }).toEqual({
      source: 'parity',
      takenMs: logStartMs + 39_992,
      strikes: 6,
    });
    const { rate, dividendYield, forward } = body.pictures[0]!.expiries[i + 1]!;
    expect(rate).toBe(marketRates.rate);
    expect(dividendYield).toBeCloseTo(marketRates.dividendYield, 3);
    // What is kept is the quotient: the forward moves with spot until the next answer.
    expect(forward / body.pictures[0]!.levels.spot).toBeCloseTo(implied!.forward / spotAt(40_000), 12);
  }
});

test('premium comes by expiry: the newest volume of each contract at the mid of the newest chain', async () => {
  const newest = new Map<string, Record<string, number>>();
  for (const { key, value, timestampMs } of recorded) {
    const { kind, body } = decodeEvent(value!) as MarketEvent;
    if (key !== 'SPY' || timestampMs > logStartMs + 60_000 || kind !== 'option-updates') continue;
    const { symbols, columns } = body as OptionUpdates;
    for (const [i, symbol] of symbols.entries())
      for (const [field, values] of Object.entries(columns)) newest.set(symbol, { ...newest.get(symbol), [field]: values[i]! });
  }
  const premiumOf = (expiry: string, side: 'call' | 'put'): number =>
    [...newest].reduce((sum, [symbol, { bid, ask, volume }]) => {
      const contract = parseOsi(symbol)!;
      return contract.expiry === expiry && contract.side === side ? sum + ((bid! + ask!) / 2) * volume! * 100 : sum;
    }, 0);
  const { premiums } = (await exposuresOfSpy()).body;
  expect(premiums!.map(({ expiry }) => expiry)).toEqual(['2026-11-20', '2026-11-23', '2026-12-18']);
  for (const { expiry, call, put } of premiums!) {
    expect(call / premiumOf(expiry, 'call')).toBeCloseTo(1, 12);
    expect(put / premiumOf(expiry, 'put')).toBeCloseTo(1, 12);
  }
});

test('volume_signed: what is streamed is classified, accumulated, and said how much of it', async () => {
  const { inventory, pictures } = (await exposuresOfSpy()).body;
  const { classified, picture } = inventory!;
  expect(picture.levels.model).toMatchObject({ measure: 'inventory', convention: 'bought- sold+' });
  expect([classified.bought > 1_000, classified.sold > 1_000, classified.share! > 0, classified.share! < 1]).toEqual(
    Array(4).fill(true),
  );
  expect(classified.share).toBe((classified.bought + classified.sold) / classified.volume);
  // Of what expires today nothing was held overnight: without trades there would be none of it.
  expect(picture.expiries[0]!.exposures!.gex.gross).toBeGreaterThan(0);
  expect(picture.total.gex.net).not.toBe(pictures[0]!.total.gex.net);
});

test('G-17: a session has one baseline, of its first look, and the moves since', async () => {
  const bus = await openBus('session');
  await bus.publish(recorded);
  await processed(bus);
  const [spx] = (await allRecords(bus, topic.sessionBaselines.name)).filter(({ key }) => key === 'SPX');
  const { body } = decodeEvent(spx!.value!) as SessionBaselineEvent;
  expect(body.baseline.asOf).toBe(logStartMs + phaseMsOf('SPX'));
  expect(body.openInterest).toMatchObject({ call: expect.any(Number), date: '2026-11-19' });
  for (const { asOf, from, to } of body.moves) {
    expect([0, phaseMsOf('SPX')]).toContain((asOf - logStartMs) % 5_000);
    expect(from).not.toBe(to);
  }
  await bus.close();
});

test('what cannot be read goes to dead-letters with its place and reason, and the rest goes on', async () => {
  const bus = await openBus('poison');
  const [head, ...rest] = recorded;
  await bus.publish([head!, { ...rest[1]!, value: new TextEncoder().encode('not an event') }, ...rest]);
  await processed(bus);
  const letters = await allRecords(bus, topic.deadLetters.name);
  expect(letters).toHaveLength(1);
  expect(JSON.parse(Buffer.from(letters[0]!.value!).toString('utf8'))).toMatchObject({
    topic: 'market',
    offset: expect.any(Number),
    reason: expect.any(String),
  });
  expect((await allRecords(bus, topic.cells.name)).length).toBeGreaterThan(100);
  await bus.close();
});

test('the book behind the newest cells can be rebuilt from the log, and computes to the same cells', async () => {
  const bus = await openBus('inspect');
  await bus.publish(recorded);
  await processed(bus);
  const cells = (await newestCells(bus, 'SPX'))!;
  const book = (await inspectBook(bus, 'SPX', cells.eventMs, cells.body.model.carry))!;
  const levels = (await allRecords(bus, topic.levels.name))
    .filter(({ key, timestampMs }) => key === 'SPX' && timestampMs === cells.eventMs)
    .map(({ value }) => decodeEvent(value!).body as ExposureBody<Levels>)[0]!;
  const net = book.contracts.reduce((sum, { gex }) => sum + gex, 0);
  expect(Math.abs(net - levels.total.net)).toBeLessThan(1e-9 * levels.total.gross);
  expect(book.spot).toBe(cells.body.spot);
  // Each contract says how old what is known of it is: all came by the chain before they were streamed, if at all.
  for (const { polledMs, streamedMs, quoteMs, openInterestMs } of book.contracts) {
    expect(polledMs).toBeGreaterThanOrEqual(logStartMs);
    expect(streamedMs ?? cells.eventMs).toBeLessThanOrEqual(cells.eventMs);
    expect(openInterestMs).not.toBeNull();
    expect(quoteMs === null || quoteMs <= cells.eventMs).toBe(true);
  }
  const updated = new Set(
    recorded.flatMap(({ key, value }) => {
      const event = decodeEvent(value!) as MarketEvent;
      return key === 'SPX' && event.kind === 'option-updates' ? (event.body as OptionUpdates).symbols : [];
    }),
  );
  expect(book.contracts.filter(({ streamedMs }) => streamedMs !== null).length).toBeGreaterThan(0);
  for (const { symbol, streamedMs } of book.contracts) if (streamedMs !== null) expect(updated).toContain(symbol);
  await bus.close();
});

test('nothing goes out before the chain has come whole', async () => {
  const bus = await openBus('partial');
  const isRound = ({ value }: BusRecord): boolean => decodeEvent(value!).kind === 'chain-round';
  await bus.publish(recorded.filter((record) => !isRound(record)));
  await processed(bus);
  expect(await outputsOf(bus)).toEqual([]);
  // The next session's round lets it begin, from what is known by then.
  const late = recorded.filter(isRound).map((record) => {
    const event = decodeEvent(record.value!);
    return { ...record, value: encodeEvent({ ...event, seq: 1_000_000 }) };
  });
  const marks = recorded.filter(({ key }) => key === '*').slice(-48);
  const later = marks.map((record) => {
    const event = decodeEvent(record.value!);
    return { ...record, value: encodeEvent({ ...event, eventMs: epochMs(event.eventMs + 500) }) };
  });
  await bus.publish([...late, ...later]);
  await processed(bus);
  expect((await allRecords(bus, topic.levels.name)).length).toBeGreaterThan(0);
  await bus.close();
});
