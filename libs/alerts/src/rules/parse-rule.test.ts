import type { AlertCondition, AlertRule } from '@gexstream/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RuleError } from '../errors.ts';
import { boundsProblem } from './condition-bounds.ts';
import { parseRule, ruleExamples } from './parse-rule.ts';
import { ruleText } from './rule-text.ts';

test('a rule is read with everything that was typed, and written back in its shortest form', () => {
  const rule = parseRule('SPX spot crosses flip for 30s cooldown 5m critical', 'a1');
  expect(rule).toEqual({
    id: 'a1',
    underlyings: ['SPX'],
    condition: { kind: 'spot-crosses-flip', exit: 0.0005 },
    severity: 'critical',
    forMs: 30_000,
    keepFiringMs: 60_000,
    cooldownMs: 300_000,
    paused: false,
    notifyResolved: false,
  });
  expect(ruleText(rule)).toBe('SPX spot crosses flip for 30s critical');
});

test.each([
  ['spx composite', 'SPX composite > 80', { kind: 'composite', operator: '>', enter: 80, exit: 75 }],
  ['SPX composite>=85.5', 'SPX composite >= 85.5', { kind: 'composite', operator: '>=', enter: 85.5, exit: 80.5 }],
  ['$SPX, ndx Score ≥ 90 exit 70', 'SPX,NDX composite >= 90 exit 70', { kind: 'composite', operator: '>=', enter: 90, exit: 70 }],
  [
    'watchlist within 0.3 of call wall',
    'watchlist spot within 0.3% of call wall',
    { kind: 'near-wall', wall: 'call', enter: 0.003, exit: 0.0045 },
  ],
  ['SPX gex sign exit 50m', 'SPX net gex changes sign exit $50M', { kind: 'net-gex-sign', exitUsd: 5e7 }],
  ['SPX king moves by 2', 'SPX king moves 2 strikes', { kind: 'level-moved', level: 'king', strikes: 2 }],
  [
    'SPX gex changes > 3 sigma in 10m',
    'SPX gex changes > 3 sigma in 10m',
    { kind: 'gex-change', windowMs: 600_000, enter: 3, exit: 1.5 },
  ],
  ['SPX 0dte < 20%', 'SPX 0dte share < 20%', { kind: 'zero-dte-share', operator: '<', enter: 0.2, exit: 0.22 }],
  ['TSLA skew above 8 below -2', 'TSLA skew above 8 below -2', { kind: 'skew-extreme', above: 8, below: -2, exit: 1 }],
  ['login expiring', 'login expiring', { kind: 'login-expiring' }],
])('%s: what is left out has its default, and the text names the operator', (typed, written, condition) => {
  const rule = parseRule(typed, 'a1');
  expect([rule.condition, ruleText(rule)]).toEqual([condition, written]);
});

test('every example of the help is a rule', () => {
  for (const example of ruleExamples) expect(parseRule(ruleText(parseRule(example, 'a')), 'a')).toEqual(parseRule(example, 'a'));
});

test.each([
  ['', /is no condition\. For example: SPX spot crosses flip/],
  ['SPX is bullish', /"is bullish" is no condition/],
  ['composite > 80', /Say first of what: SPX composite > 80 exit 75 \(or "watchlist"/],
  ['SP@X composite > 80', /"SP@X" is no symbol/],
  ['SPX composite > eighty', /composite takes a number such as 80; got "eighty"/],
  ['SPX composite > 120', /between 0 and 100/],
  ['SPX composite > 80 exit 90', /exit lies between 0 and the threshold/],
  ['SPX spot within 0.3% of call wall exit 0.1%', /no nearer to the wall/],
  ['SPX spot crosses flip for ever', /for takes a time such as 30s, 5m or 1h; got "ever"/],
  ['SPX spot crosses flip cooldown 5s', /cooldown lies between 1m and 1d; got 5s/],
  ['SPX spot crosses flip for 5s for 10s', /"for" stands twice/],
  ['SPX spot crosses flip info critical', /One severity/],
  ['SPX spot crosses flip critical please', /"please" behind "critical" is not understood/],
  ['SPX volume surges exit 3', /has no exit/],
  ['SPX login expiring', /of no symbol/],
])('"%s" is refused with what is wrong', (typed, message) => {
  expect(() => parseRule(typed, 'a1')).toThrow(RuleError);
  expect(() => parseRule(typed, 'a1')).toThrow(message);
});

const hundredths = (max: number) => fc.integer({ min: 1, max: max * 100 }).map((n) => Number((n / 100).toPrecision(12)));
const percents = fc.integer({ min: 1, max: 10_000 }).map((n) => Number((n / 10_000).toPrecision(12)));
const condition: fc.Arbitrary<AlertCondition> = fc
  .oneof(
    fc.record({ kind: fc.constant('spot-crosses-flip' as const), exit: percents }),
    fc.record({ kind: fc.constant('net-gex-sign' as const), exitUsd: fc.integer({ min: 0, max: 1e10 }) }),
    fc.record({
      kind: fc.constant('near-wall' as const),
      wall: fc.constantFrom('call', 'put', 'any'),
      enter: percents,
      exit: percents,
    }),
    fc.record({
      kind: fc.constant('level-moved' as const),
      level: fc.constantFrom('call-wall', 'put-wall', 'king', 'any'),
      strikes: fc.integer({ min: 1, max: 50 }),
    }),
    fc.record({
      kind: fc.constant('gex-change' as const),
      windowMs: fc.integer({ min: 1, max: 60 }).map((minutes) => minutes * 60_000),
      enter: hundredths(9),
      exit: hundredths(9),
    }),
    fc.record({
      kind: fc.constant('zero-dte-share' as const),
      operator: fc.constantFrom('>', '<'),
      enter: percents,
      exit: percents,
    }),
    fc.record({
      kind: fc.constant('composite' as const),
      operator: fc.constantFrom('>', '>='),
      enter: hundredths(100),
      exit: hundredths(100),
    }),
    fc.record({ kind: fc.constant('score-sign' as const), least: hundredths(100) }),
    fc.record({
      kind: fc.constant('skew-extreme' as const),
      above: hundredths(30),
      below: hundredths(30).map((n) => -n),
      exit: hundredths(5),
    }),
    fc.constantFrom({ kind: 'volume-surge' as const }, { kind: 'regime-change' as const }, { kind: 'feed-stale' as const }),
  )
  .filter((each) => boundsProblem(each) === null);
const seconds = (min: number, max: number) => fc.integer({ min, max }).map((n) => n * 1_000);
const rule: fc.Arbitrary<AlertRule> = fc.record({
  id: fc.constant('a1'),
  underlyings: fc.oneof(
    fc.constant('watchlist' as const),
    fc.uniqueArray(fc.constantFrom('SPX', 'NDX', 'TSLA', 'BRKB'), { minLength: 1 }),
  ),
  condition,
  severity: fc.constantFrom('info', 'warning', 'critical'),
  forMs: seconds(0, 3600),
  keepFiringMs: seconds(0, 86_400),
  cooldownMs: seconds(60, 86_400),
  paused: fc.boolean(),
  notifyResolved: fc.boolean(),
});

test('what is written is read back to the same rule, to the bit', () => {
  fc.assert(
    fc.property(rule, (each) => {
      expect(parseRule(ruleText(each), 'a1')).toEqual(each);
    }),
    { numRuns: 500 },
  );
});

test('whatever is typed is a rule or refused in words', () => {
  const word = fc.constantFrom(
    'spx',
    'watchlist',
    'composite',
    '>',
    '80',
    'exit',
    'for',
    '30s',
    'gex',
    'changes',
    'skew',
    'above',
    '5m',
    '0dte',
    '…',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word).map((words) => words.join(' ')),
      ),
      (typed) => {
        try {
          parseRule(typed, 'a1');
        } catch (error) {
          expect(error).toBeInstanceOf(RuleError);
        }
      },
    ),
  );
});
