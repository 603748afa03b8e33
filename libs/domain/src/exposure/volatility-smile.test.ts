import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyse } from './analyse.ts';
import type { Carry } from './analysis.ts';
import { type BookRow, inputOf, slotAfter } from './book.fixture.ts';

const spot = 6000;
const years = 30 / 365;
const slot = slotAfter(30 * 1440);

/** d1 of a call whose undiscounted delta is this; of a put it is the same with its sign turned. From a table of the normal distribution. */
const d1Of = { 0.3: -0.5244005127080407, 0.25: -0.6744897501960817, 0.2: -0.8416212335729143 };

/** An open interest of none: the smile is about quotes. */
const quote = (side: 'call' | 'put', strike: number, iv: number): BookRow => ({ side, strike, iv, openInterest: 0 });

/** The quote of that delta: strike = forward × e^(σ²T/2 − σ√T·d1). */
const at = (side: 'call' | 'put', delta: keyof typeof d1Of, iv: number, forward = spot): BookRow => {
  const deviation = iv * Math.sqrt(years);
  const d1 = side === 'call' ? d1Of[delta] : -d1Of[delta];
  return quote(side, forward * Math.exp(0.5 * deviation ** 2 - deviation * d1), iv);
};

const smileOf = (rows: readonly BookRow[], carry: Carry = { kind: 'zero' }) => {
  const { atmIv, skew25d } = analyse(inputOf(rows, [slot], { spot, carry })).levels.expiries[0]!;
  return { atmIv, skew25d };
};

test('by hand: 30 and 20 delta at 20 and 22 % make 21 % at 25; calls at 16 and 14 % make 15 %: the skew is 6 points', () => {
  const rows = [at('put', 0.3, 0.2), at('put', 0.2, 0.22), at('call', 0.3, 0.16), at('call', 0.2, 0.14)];
  expect(smileOf(rows).skew25d).toBeCloseTo(6, 9);
});

test('by hand: a put 1 % below at 19 % and a call 3 % above at 17 % make 18.5 % at the forward', () => {
  const rows = [quote('put', spot * Math.exp(-0.01), 0.19), quote('call', spot * Math.exp(0.03), 0.17)];
  expect(smileOf(rows).atmIv).toBeCloseTo(0.185, 12);
});

test('a quote at 25 delta itself is the answer of its wing', () => {
  const puts = [at('put', 0.3, 0.21), at('put', 0.25, 0.23), at('put', 0.2, 0.3)];
  const calls = [at('call', 0.3, 0.16), at('call', 0.25, 0.15), at('call', 0.2, 0.14)];
  expect(smileOf([...puts, ...calls]).skew25d).toBeCloseTo(8, 9);
});

test('a put and a call at the forward itself: their mean', () => {
  expect(smileOf([quote('put', spot, 0.2), quote('call', spot, 0.18)]).atmIv).toBeCloseTo(0.19, 15);
});

test('carry moves the forward, and a yield lowers every delta', () => {
  const carry = { kind: 'flat', rate: 0.05, dividendYield: 0.02 } as const;
  const forward = spot * Math.exp(0.03 * years);
  const around = [quote('put', forward * Math.exp(-0.01), 0.2), quote('call', forward * Math.exp(0.01), 0.18)];
  expect(smileOf(around, carry).atmIv).toBeCloseTo(0.19, 12);
  // What is 25 delta without the yield is below it with one: the wing no longer ends outside of 25.
  const rows = (['put', 'call'] as const).flatMap((side) => [at(side, 0.3, 0.2, forward), at(side, 0.25, 0.2, forward)]);
  expect(smileOf(rows, carry).skew25d).toBeCloseTo(0, 9);
  const atForward = (dividendYield: number) => smileOf(rows, { kind: 'flat', rate: 0.03 + dividendYield, dividendYield }).skew25d;
  expect([atForward(-0.02), atForward(0.02)]).toEqual([null, expect.closeTo(0, 9)]);
});

describe('null, not a guess', () => {
  const whole = [at('put', 0.3, 0.2), at('put', 0.2, 0.22), at('call', 0.3, 0.16), at('call', 0.2, 0.14)];

  test.each([0, 1, 2, 3])('when a wing does not enclose 25 delta (without quote %i)', (missing) => {
    expect(smileOf(whole.filter((_, index) => index !== missing)).skew25d).toBeNull();
  });

  test('when no put or no call is out of the money', () => {
    expect(smileOf(whole.filter(({ side }) => side === 'call'))).toEqual({ atmIv: null, skew25d: null });
    expect(smileOf([quote('put', 6100, 0.2), quote('call', 5900, 0.2)])).toEqual({ atmIv: null, skew25d: null });
  });

  test('when the quote that encloses has no IV or is left out', () => {
    expect(smileOf(whole.map((row, index) => (index === 1 ? { ...row, iv: Number.NaN } : row))).skew25d).toBeNull();
    expect(smileOf(whole.map((row, index) => (index === 3 ? { ...row, exclusion: 1 } : row))).skew25d).toBeNull();
  });

  test('within the last minute, when deltas are all or nothing', () => {
    const { levels } = analyse(inputOf(whole, [slotAfter(0.5)], { spot }));
    expect(levels.expiries[0]).toMatchObject({ floored: true, atmIv: null, skew25d: null });
  });
});

const iv = fc.double({ min: 0.05, max: 0.9, noNaN: true });
const chain = fc.array(
  fc.record({ side: fc.constantFrom('call' as const, 'put' as const), step: fc.integer({ min: -40, max: 40 }), iv }),
  {
    minLength: 2,
    maxLength: 40,
  },
);
type Drawn = readonly { readonly side: 'call' | 'put'; readonly step: number; readonly iv: number }[];
const rowsOf = (drawn: Drawn): BookRow[] => drawn.map(({ side, step, iv: value }) => quote(side, spot + 25 * step, value));

test('every smile lies within the volatilities it is made of', () => {
  fc.assert(
    fc.property(chain, (drawn) => {
      const { atmIv, skew25d } = smileOf(rowsOf(drawn));
      const of = (side: 'call' | 'put') => drawn.filter((each) => each.side === side).map((each) => each.iv);
      const [puts, calls] = [of('put'), of('call')];
      const slack = 1e-9;
      if (atmIv !== null) {
        expect(atmIv).toBeGreaterThanOrEqual(Math.min(...puts, ...calls) - slack);
        expect(atmIv).toBeLessThanOrEqual(Math.max(...puts, ...calls) + slack);
      }
      if (skew25d !== null) {
        expect(skew25d).toBeGreaterThanOrEqual(100 * (Math.min(...puts) - Math.max(...calls) - slack));
        expect(skew25d).toBeLessThanOrEqual(100 * (Math.max(...puts) - Math.min(...calls) + slack));
      }
    }),
  );
});

test('one volatility everywhere is no skew, whatever it is', () => {
  fc.assert(
    fc.property(iv, (value) => {
      const steps = Array.from({ length: 400 }, (_, index) => index - 200);
      const rows = steps.flatMap((step) =>
        (['call', 'put'] as const).map((side) => quote(side, spot * Math.exp(step / 100), value)),
      );
      const { atmIv, skew25d } = smileOf(rows);
      expect(atmIv).toBeCloseTo(value, 12);
      expect(skew25d).toBeCloseTo(0, 9);
    }),
  );
});

test('quotes in the money and the order of rows change no bit', () => {
  fc.assert(
    fc.property(chain, chain, (drawn, more) => {
      const inTheMoney = rowsOf(more).filter(({ side, strike }) => (side === 'call' ? strike < spot : strike > spot));
      expect(smileOf([...inTheMoney, ...rowsOf(drawn).reverse()])).toEqual(smileOf([...rowsOf(drawn), ...inTheMoney]));
      expect(smileOf([...rowsOf(drawn), ...inTheMoney])).toEqual(smileOf(rowsOf(drawn)));
    }),
  );
});
