import { type EpochMs, epochMs, type FlowEvent, type MarketEvent, type OutcomeEvent } from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import { callAt, expiries, marketOf, start } from './market.fixture.ts';
import { type SymbolEffect, scannedSymbol } from './symbol.actor.ts';
import { initialState, type SymbolSnapshot } from './symbol-state.ts';

const settings = { carry: { kind: 'zero' }, leadMs: 120_000 } as const;

const run = (events: readonly MarketEvent[], restored?: SymbolSnapshot, firstOffset = 0): readonly SymbolEffect[] => {
  const state = initialState('AAPL', settings, restored);
  return events.flatMap((event, i) => scannedSymbol(state, { event, offset: firstOffset + i }, event.eventMs).effects);
};

type Of<Type extends SymbolEffect['type']> = Extract<SymbolEffect, { readonly type: Type }>;
const of = <Type extends SymbolEffect['type']>(effects: readonly SymbolEffect[], type: Type) =>
  effects.filter((effect): effect is Of<Type> => effect.type === type);
const flows = (effects: readonly SymbolEffect[]) =>
  of(effects, 'publish').flatMap(({ event }) => (event.kind === 'flow' ? [event as FlowEvent] : []));

const contract = callAt('AAPL', 101);
const crossed = (effects: readonly SymbolEffect[]) =>
  flows(effects).flatMap(({ eventMs, body }) =>
    body.contracts.filter((row) => row.crossed.length > 0).map((row) => [(eventMs - start) / 1_000, ...row.crossed]),
  );

/** Marks every two seconds in `[from, to]`. */
const marks = (market: ReturnType<typeof marketOf>, from: number, to: number): MarketEvent[] =>
  Array.from({ length: Math.floor((to - from) / 2) + 1 }, (_, i) => market.mark(from + 2 * i));

/** A symbol whose call at 101 trades more and more: looks come every five seconds. */
const growing = (): readonly MarketEvent[] => {
  const market = marketOf('AAPL');
  const opening = [market.mark(-4), market.quote(-3, 100, 1_000_000), market.chain(-2), market.round(-1)];
  const volumes = [2_900, 3_000, 3_500, 3_999, 4_001, 6_500, 9_000];
  const steps = volumes.flatMap((volume, i) => [
    market.volume(5 * i + 1, contract, volume),
    ...marks(market, 5 * i + 2, 5 * i + 4),
    market.mark(5 * i + 5),
  ]);
  return [...opening, ...steps];
};

describe('S-03: what is cumulative is said once per threshold', () => {
  test('a ratio of 3 once, then of 4, 6 and 8, however often it is looked at', () => {
    const fresh = crossed(run(growing())).filter(([, ...kinds]) => kinds.includes('fresh'));
    expect(fresh.map(([second]) => second)).toEqual([10, 25, 30, 35]);
  });

  test('S-20: premium of 250 k, 500 k and 1 M each once; re-alert on a higher tier only', () => {
    const premium = crossed(run(growing())).filter(([, ...kinds]) => kinds.includes('premium'));
    // Mark 2.05: 3000 make 615 k, 6500 make 1.33 M.
    expect(premium.map(([second]) => second)).toEqual([5, 30]);
  });

  test('S-20: begun again from a snapshot, nothing is said twice', () => {
    const events = [...growing(), ...marks(marketOf('AAPL'), 36, 70)];
    const whole = run(events);
    const snapshot = of(whole, 'snapshot').at(-1)!.snapshot;
    expect(snapshot.nextOffset).toBeGreaterThan(4);
    const after = run(events.slice(snapshot.nextOffset), snapshot, snapshot.nextOffset);
    expect(crossed(after)).toEqual([]);
    const later = flows(whole).filter(({ eventMs }) => eventMs > snapshot.clockMs);
    expect(flows(after)).toEqual(later);
    expect(later.length).toBeGreaterThan(0);
  });
});

test('before its chain came whole a symbol says nothing but that it was not scanned', () => {
  const market = marketOf('AAPL');
  const at = 15 * 60;
  const effects = run([market.mark(at - 3), market.quote(at - 2, 100, 1e6), market.chain(at - 1), market.mark(at)]);
  expect(of(effects, 'publish')).toEqual([]);
  expect(of(effects, 'scanned').map(({ result }) => result)).toEqual([
    { symbol: 'AAPL', apiCalls: 0, rows: [], detail: 'its chain has not come yet' },
  ]);
});

test('what is told says when its source was newest, which may be long before the look', () => {
  const published = of(run([...growing(), ...marks(marketOf('AAPL'), 36, 122)]), 'publish').map(({ event }) => event);
  const minute = published.filter(({ kind, eventMs }) => kind !== 'outcome' && eventMs === start + 120_000) as FlowEvent[];
  expect(minute.map(({ kind, body }) => [kind, (body.newestMs! - start) / 1_000])).toEqual([
    ['flow', 31],
    ['skew', 31],
    ['opportunities', 31],
  ]);
});

describe('a chain that somebody scanned by hand', () => {
  const market = marketOf('AAPL');
  const hand = {
    app: 'api',
    fromDate: expiries[0]!,
    toDate: expiries.at(-1)!,
    calls: 1,
    windows: 1,
    givenUp: 0,
    reason: '',
  } as const;
  const told = (round: MarketEvent['body'], to = 62) => {
    const opening = [market.mark(-4), market.quote(-3, 100, 1e6), market.chain(-2)];
    const looked = run([...opening, market.at(-1, { kind: 'demand-round', body: round }), ...marks(market, 0, to)]);
    return { published: of(looked, 'publish').length, calls: of(looked, 'scanned').map(({ result }) => result.apiCalls) };
  };

  test('is looked at from the next minute on, and its calls are no scan’s', () => {
    expect(told(hand).published).toBeGreaterThan(0);
    expect(told(hand, 15 * 60 + 2).calls).toEqual([0, 0]);
  });

  test('is none where it is a part, or came with the market closed: it has the volume of another day', () => {
    expect(told({ ...hand, toDate: expiries[2]! }).published).toBe(0);
    expect(told({ ...hand, givenUp: 1 }).published).toBe(0);
    const early = -90 * 60;
    const before = [market.mark(early - 4), market.quote(early - 3, 100, 1e6), market.chain(early - 2)];
    const effects = run([...before, market.at(early, { kind: 'demand-round', body: hand }), ...marks(market, -4, 62)]);
    expect(of(effects, 'publish')).toEqual([]);
  });
});

describe('S-13: a scan', () => {
  const market = marketOf('AAPL');
  const at = 15 * 60;
  const before = [market.mark(at - 122), market.mark(at - 118), market.quote(at - 60, 100, 1e6), market.chain(at - 60)];
  const effects = run([...before, market.round(at - 59, 3), ...marks(market, at - 58, at), market.mark(at + 1)]);

  test('has its chain asked for in time, in one call for all its dates', () => {
    const [{ demand }, ...more] = of(effects, 'demand') as [Of<'demand'>];
    expect(more).toEqual([]);
    expect(demand).toEqual({
      app: 'scanner',
      want: 'chain',
      fromDate: '2026-11-20',
      toDate: '2026-12-18',
      everyMs: null,
      untilMs: start + at * 1_000,
    });
  });

  test('counts the calls that were made, and gives a row an expiry', () => {
    const [{ scanMs, result }, ...more] = of(effects, 'scanned') as [Of<'scanned'>];
    expect(more).toEqual([]);
    expect(scanMs).toBe(start + at * 1_000);
    expect(result).toMatchObject({ symbol: 'AAPL', apiCalls: 3, detail: '' });
    expect(result.rows.map(({ expiry }) => expiry)).toEqual(expiries);
  });

  test('is told as failed where its calls failed, and asks for nothing where the chain is followed', () => {
    const failed = run([...before, market.round(at - 59, 4, 'SCHWAB_NOT_FOUND'), ...marks(market, at - 58, at)]);
    expect(of(failed, 'scanned')[0]!.result).toMatchObject({ apiCalls: 4, rows: [], detail: 'SCHWAB_NOT_FOUND' });
    const round = market.at(at - 130, { kind: 'chain-round', body: { windows: 1, givenUp: 0 } });
    expect(of(run([round, market.mark(at - 122), market.mark(at - 118)]), 'demand')).toEqual([]);
  });

  test('after a silence claims nothing of its moment', () => {
    const silent = run([...before, market.round(at - 59), market.mark(at - 20), market.mark(at + 1)]);
    expect(of(silent, 'scanned')[0]!.result).toMatchObject({ rows: [], detail: 'nothing was received at the time' });
  });
});

test('S-19: an opportunity is followed to its horizons, with the returns of spot and contract', () => {
  const market = marketOf('AAPL');
  const opening = [market.mark(-4), market.quote(-3, 100, 1_000_000), market.chain(-2), market.round(-1)];
  const events: MarketEvent[] = [...opening, market.volume(1, contract, 9_000), market.mark(3), market.mark(5)];
  const until = (second: number, spot: number): void => {
    const from = (events.at(-1)!.eventMs - start) / 1_000;
    events.push(...marks(market, from + 2, second - 2), market.quote(second - 1, spot, 2_000_000), market.mark(second + 1));
  };
  until(5 + 15 * 60, 101);
  until(5 + 60 * 60, 98);
  const outcomes = of(run(events), 'publish').flatMap(({ event }) => (event.kind === 'outcome' ? [event as OutcomeEvent] : []));
  expect(outcomes.map(({ body }) => [body.horizon, (body.dueMs - start) / 1_000])).toEqual([
    ['15m', 5 + 15 * 60],
    ['1h', 5 + 60 * 60],
  ]);
  const [quarter, hour] = outcomes.map(({ body }) => body);
  expect(quarter).toMatchObject({
    contract,
    spot: 100,
    mark: 2.05,
    exitSpot: 101,
    exitMark: 2.05,
    contractReturn: 0,
    detail: '',
  });
  expect(quarter!.underlyingReturn).toBeCloseTo(0.01, 12);
  expect(hour!.underlyingReturn).toBeCloseTo(-0.02, 12);
  expect(quarter!.enteredMs).toBe(epochMs(start + 5_000) satisfies EpochMs);
});

describe('S-19: a price from long before its moment is no outcome', () => {
  const market = marketOf('AAPL');
  const dueAt = 5 + 15 * 60;
  const entered = [market.mark(-4), market.quote(-3, 100, 1_000_000), market.chain(-2), market.round(-1)];
  const events = [...entered, market.volume(1, contract, 9_000), market.mark(3), ...marks(market, 5, dueAt + 90)];
  const outcomesOf = (more: readonly MarketEvent[]) =>
    of(run([...events, ...more]), 'publish').flatMap(({ event }) => (event.kind === 'outcome' ? [event as OutcomeEvent] : []));

  test('it waits for the next chain, which for what is not streamed comes a quarter of an hour after the last', () => {
    expect(outcomesOf([])).toEqual([]);
    const [{ body, eventMs }] = outcomesOf([
      market.quote(dueAt + 92, 102, 2_000_000),
      ...marks(market, dueAt + 94, dueAt + 110),
    ]) as [OutcomeEvent];
    expect(body).toMatchObject({ horizon: '15m', dueMs: start + dueAt * 1_000, exitSpot: 102, detail: '' });
    expect(body.underlyingReturn).toBeCloseTo(0.02, 12);
    expect((eventMs - start) / 1_000).toBe(dueAt + 95);
  });

  test('where none comes within five minutes there is no return, and it is said why', () => {
    const [{ body }, ...more] = outcomesOf(marks(market, dueAt + 91, dueAt + 400)) as [OutcomeEvent];
    expect(more).toEqual([]);
    expect(body).toMatchObject({ exitSpot: null, underlyingReturn: null, detail: 'nothing was received at the time' });
  });

  test('nor does a silence end it with the price from before', () => {
    const returned = [market.mark(dueAt + 91), market.mark(dueAt + 200), market.quote(dueAt + 201, 99, 2_000_000)];
    const [{ body }] = outcomesOf([...returned, ...marks(market, dueAt + 202, dueAt + 210)]) as [OutcomeEvent];
    expect(body).toMatchObject({ exitSpot: 99, detail: '' });
  });
});
