import { epochMs, points } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { cellsEvent, levelsEvent } from '../events.fixture.ts';
import { regimeBody } from './regime-body.ts';

const levels = levelsEvent();
const numbersIn = (text: string): number[] =>
  (text.match(/−?\d[\d,]*(\.\d+)?/g) ?? []).map((each) => Number(each.replace('−', '-').replaceAll(',', '')));

/** The value at a path of a body. */
const at = (body: object, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], body);

test('the card is of the levels’ spot and net over the cells’ strikes', () => {
  // Net by strike: −1 at 6000, 6 at 6010.
  expect(regimeBody(levels, cellsEvent())).toMatchObject({
    summary_class: 'pin',
    profile: 'positive',
    bias: 'range',
    spot: 6005,
    net_gex: 5,
    largest_net: { strike: 6010, net_gex: 6 },
    king_node: { strike: 6010, gex: 6, total_gamma: 14, direction: 'above', distance: 5 },
    gamma_wall: { strike: 6010 },
    put_wall: null,
    support: null,
    resistance: { strike: 6010, net_gex: 6 },
    expected_range: { high: 6010, high_from: 'strike', low_from: 'expected-move' },
    timestamp: '2026-11-20T15:30:00.000Z',
  });
});

test('G-26: a condor has the quotes of the cells, and there is none without its strikes', () => {
  expect(regimeBody(levels, cellsEvent()).condor).toBeNull();
  const quotes = (bid: readonly number[], delta: readonly number[]) => ({
    bid: Float64Array.from(bid),
    ask: Float64Array.from(bid, (each) => each + 0.5),
    iv: Float64Array.from(bid, () => 0.1),
    delta: Float64Array.from(delta),
  });
  const expiringQuotes = {
    strikes: Float64Array.of(5950, 5980, 6030, 6060),
    call: quotes([60, 30, 1, 0.25], [0.99, 0.9, 0.08, 0.01]),
    put: quotes([0.25, 1, 30, 60], [-0.01, -0.08, -0.9, -0.99]),
  };
  expect(regimeBody(levels, cellsEvent({}, { expiringQuotes })).condor).toMatchObject({
    legs: [{ strike: 5950 }, { strike: 5980, action: 'sell', bid: 1, ask: 1.5 }, { strike: 6030 }, { strike: 6060 }],
    credit_mid: 1.5,
    credit_at_market: 0.5,
    max_loss: 28.5,
    break_even: { low: 5978.5, high: 6031.5 },
  });
});

test.each([
  ['above spot', {}],
  ['below spot', { spot: points(6120) }],
  ['at spot', { spot: points(6010) }],
  ['that is not known', { maxGrossStrike: null }],
])('every number of every sentence, with a king %s, is one that its trace names', (_, change) => {
  const body = regimeBody({ ...levels, body: { ...levels.body, ...change } }, cellsEvent());
  const sentences = [
    [body.summary, body.traces.summary] as const,
    ...body.action_items.map((text, i) => [text, body.traces.action_items[i]!] as const),
  ];
  expect(sentences.length).toBeGreaterThan(1);
  for (const [text, paths] of sentences) {
    const values = paths.map((path) => at(body, path) as number);
    // A distance is told as a size with a word for its side.
    for (const said of numbersIn(text))
      expect(values.some((value) => Math.abs(value - said) <= 0.005 || Math.abs(-value - said) <= 0.005)).toBe(true);
    for (const value of values) expect(numbersIn(text).map(Math.abs)).toContainEqual(expect.closeTo(Math.abs(value), 2));
  }
});

test('before the first cells, and with records that knew no volatility, it says that there is nothing to read', () => {
  const { atmIv: _, ...old } = levels.body.expiries[0]!;
  const event = { ...levels, body: { ...levels.body, expiries: [{ ...old, settlesMs: epochMs(levels.eventMs + 1) } as never] } };
  expect(regimeBody(event, null)).toMatchObject({
    summary_class: 'none',
    king_node: null,
    expected_move: null,
    expected_range: { low: null, high: null, low_from: null, high_from: null },
    action_items: [],
  });
});
