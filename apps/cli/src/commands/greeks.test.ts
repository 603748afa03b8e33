import { Readable, Writable } from 'node:stream';
import { blackScholesGreeks, blackScholesPrice } from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import { answerLines } from './greeks.ts';

const sink = () => {
  let text = '';
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  return { stream, lines: () => (text === '' ? [] : text.trimEnd().split('\n')) };
};

const answers = async (lines: readonly unknown[], json = true) => {
  const [out, errors] = [sink(), sink()];
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const bad = await answerLines(Readable.from([text]), 'contracts', json, out.stream, errors.stream);
  return { bad, out: out.lines(), errors: errors.lines(), objects: json ? out.lines().map((line) => JSON.parse(line)) : [] };
};

// Of a published table: NAG's s30abc.
const contract = { side: 'put', spot: 55, strike: 60, expiry_years: 0.7, rate: 0.1, dividend_yield: 0, iv: 0.3 };
const terms = { side: 'put', spot: 55, strike: 60, years: 0.7, rate: 0.1, dividendYield: 0, volatility: 0.3 } as const;

test('a contract comes back with its price and every greek, to the last bit', async () => {
  const { objects, bad } = await answers([contract]);
  const greeks = blackScholesGreeks(terms);
  expect(bad).toBe(0);
  expect(objects).toEqual([
    {
      line: 1,
      ...contract,
      price: blackScholesPrice(terms),
      delta: greeks.delta,
      gamma: greeks.gamma,
      vega: greeks.vega,
      theta_per_year: greeks.thetaPerYear,
      theta_per_day: greeks.thetaPerYear / 365,
      rho: greeks.rho,
      vanna: greeks.vanna,
      charm_per_year: greeks.charmPerYear,
      charm_per_day: greeks.charmPerYear / 365,
      vomma: greeks.vomma,
      speed: greeks.speed,
      zomma: greeks.zomma,
      color_per_year: greeks.colorPerYear,
      color_per_day: greeks.colorPerYear / 365,
    },
  ]);
});

test('a byte order mark and the line ends of Windows are passed over', async () => {
  const { objects, bad } = await answers([`\uFEFF${JSON.stringify(contract)}\r`, '\r', JSON.stringify(contract)]);
  expect([bad, objects.map(({ line, iv }) => [line, iv])]).toEqual([
    0,
    [
      [1, 0.3],
      [3, 0.3],
    ],
  ]);
});

test('a price, or the mid of a quote, gives its volatility', async () => {
  const { iv, ...open } = contract;
  const price = blackScholesPrice(terms);
  const { objects } = await answers([
    { ...open, price },
    { ...open, bid: price - 0.125, ask: price + 0.125 },
    { ...open, bid: 0, ask: 1 },
    { ...open, price: 0.5 },
  ]);
  expect(objects[0].iv).toBeCloseTo(iv, 14);
  expect([objects[1].iv_quality, objects[1].price]).toEqual(['firm', price]);
  expect(objects[1].iv).toBeCloseTo(iv, 14);
  expect(objects[2]).toMatchObject({ iv: null, iv_quality: 'one-sided', delta: null });
  // Below the discounted intrinsic value there is no volatility, and no made-up greek.
  expect(objects[3]).toMatchObject({ price: 0.5, iv: null, delta: null, gamma: null, theta_per_day: null });
});

test('at expiry and without volatility greeks are the limits, null where there are none', async () => {
  const { objects } = await answers([
    { ...contract, expiry_years: 0 },
    { ...contract, iv: 0 },
    { ...contract, expiry_years: 0, strike: 55 },
  ]);
  expect(objects[0]).toMatchObject({ price: 5, delta: -1, gamma: 0, vega: 0 });
  expect(objects[1]).toMatchObject({ delta: -1, gamma: 0, theta_per_year: 6 * Math.exp(-0.07) });
  expect(objects[2]).toMatchObject({ price: 0, delta: null, gamma: null });
});

describe('a bad line', () => {
  test.each([
    ['no JSON', '{"side":', null, /is not JSON/],
    ['no object', '[1]', null, /no JSON object/],
    ['a text for a number', { ...contract, strike: '60' }, 'strike', /takes points .*; got "60"/],
    ['a percent for a fraction', { ...contract, rate: 4.3 }, 'rate', /fraction a year from -1 to 1.*got 4.3/],
    ['no side', { ...contract, side: undefined }, 'side', /"call" or "put"; it is missing/],
    ['a negative time', { ...contract, expiry_years: -1 }, 'expiry_years', /years to settlement.*got -1/],
    ['a time too short to price', { ...contract, expiry_years: 1e-12 }, 'expiry_years', /0 or from 1e-9/],
    ['a sentinel', { ...contract, iv: -999 }, 'iv', /got -999/],
    ['nothing to price by', { ...contract, iv: undefined }, 'iv', /exactly one of/],
    ['two things to price by', { ...contract, price: 3 }, 'iv', /exactly one of/],
    ['half a quote', { ...contract, iv: undefined, bid: 3 }, 'ask', /both sides/],
  ])('%s is named with line and field, and costs no other line', async (_what, line, field, problem) => {
    const { bad, objects, errors } = await answers([contract, line, '', contract]);
    expect(bad).toBe(1);
    expect(objects.map((each) => [each.line, 'price' in each])).toEqual([
      [1, true],
      [2, false],
      [4, true],
    ]);
    expect(objects[1].error.field).toBe(field);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(field === null ? /^gex: contracts: line 2: / : `gex: contracts: line 2, field "${field}": `);
    expect(errors[0]).toMatch(problem);
  });
});

test('the table has a title, a row a contract, and traders’ units', async () => {
  const { out, bad } = await answers([contract, 'x', { ...contract, iv: undefined, bid: 0, ask: 1 }], false);
  expect(bad).toBe(1);
  expect(out).toHaveLength(3);
  expect(out[0]).toMatch(/^ line side +spot +strike +years +IV +price +delta +gamma +vega\/pt +theta\/day /);
  expect(out[1]).toMatch(/^ +1 put +55 +60 +0.7 +30% +6.02452 +-0.47698 +0.028851 +0.18327 +-0.0019217 /);
  expect(out[2]).toMatch(/^ +3 put .* – .*\(one-sided quote\)$/);
});
