import { describe, expect, test } from 'vitest';
import { blackScholesPrice } from './black-scholes.ts';
import { blackScholesGreeks, type Greeks } from './greeks.ts';
import { impliedVolatility } from './implied-volatility.ts';
import { normalCdf } from './normal.ts';
import { normalisedBlack } from './normalised-black.ts';
import type { OptionSide, PricedTerms } from './option-terms.ts';

const terms = (
  side: OptionSide,
  strike: number,
  spot: number,
  dividendYield: number,
  rate: number,
  years: number,
  volatility: number,
): PricedTerms => ({ side, strike, spot, dividendYield, rate, years, volatility });

const expectRelative = (actual: number, expected: number, tolerance = 1e-12): void =>
  expect(Math.abs(actual - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(tolerance * Math.abs(expected));

// Haug, Option Pricing Formulas (1998), as kept in QuantLib's test suite: the printed digits, then the exact value.
describe('Haug', () => {
  test.each([
    [terms('call', 65, 60, 0, 0.08, 0.25, 0.3), 2.1334, 2.1333684449162],
    [terms('put', 95, 100, 0.05, 0.1, 0.5, 0.2), 2.4648, 2.46478764675582],
    [terms('call', 19, 19, 0.1, 0.1, 0.75, 0.28), 1.7011, 1.70105072523627],
    [terms('put', 19, 19, 0.1, 0.1, 0.75, 0.28), 1.7011, 1.70105072523627],
    [terms('call', 1.6, 1.56, 0.08, 0.06, 0.5, 0.12), 0.0291, 0.0290992531494397],
    [terms('put', 70, 75, 0.05, 0.1, 0.5, 0.35), 4.087, 4.08695382863535],
    [terms('call', 100, 90, 0.1, 0.1, 0.1, 0.15), 0.0205, 0.0204901485364782],
    [terms('put', 100, 90, 0.1, 0.1, 0.5, 0.35), 14.4452, 14.4451716755303],
    [terms('call', 40, 42, 0.08, 0.04, 0.75, 0.35), 5.0975, 5.09754771772616],
  ])('price of %o', (option, published, exact) => {
    expect(blackScholesPrice(option)).toBeCloseTo(published, 4);
    expectRelative(blackScholesPrice(option), exact);
  });

  test.each([
    ['delta', terms('call', 100, 105, 0.1, 0.1, 0.5, 0.36), 0.5946, 0.594628659729996],
    ['delta', terms('put', 100, 105, 0.1, 0.1, 0.5, 0.36), -0.3566, -0.356600764770718],
    ['gamma', terms('call', 60, 55, 0, 0.1, 0.75, 0.3), 0.0278, 0.0278211604769408],
    ['vega', terms('call', 60, 55, 0, 0.1, 0.75, 0.3), 18.9358, 18.9357773496179],
    ['thetaPerYear', terms('put', 405, 430, 0.05, 0.07, 1 / 12, 0.2), -31.1924, -31.1923503042706],
  ] as const)('%s of %o', (greek, option, published, exact) => {
    expect(blackScholesGreeks(option)[greek]).toBeCloseTo(published, 4);
    expectRelative(blackScholesGreeks(option)[greek], exact);
  });

  test('rho, and theta a day', () => {
    expect(blackScholesGreeks(terms('call', 75, 72, 0, 0.09, 1, 0.19)).rho).toBeCloseTo(38.7325, 4);
    expect(blackScholesGreeks(terms('put', 405, 430, 0.05, 0.07, 1 / 12, 0.2)).thetaPerYear / 365).toBeCloseTo(-0.0855, 4);
  });

  test('vanna and charm of the 90/100 sheet', () => {
    const greeks = blackScholesGreeks(terms('call', 100, 90, 0.03, 0.05, 1, 0.2));
    expectRelative(greeks.vanna, 0.966735837465275);
    expectRelative(Math.abs(greeks.charmPerYear), 0.1225480885943);
    expect(Math.abs(greeks.charmPerYear) / 365).toBeCloseTo(0.000336, 6);
  });
});

describe('NAG', () => {
  const option = terms('put', 60, 55, 0, 0.1, 0.7, 0.3);
  test.each([
    ['delta', -0.477, -0.4769842159527706],
    ['gamma', 0.0289, 0.028850513839772916],
    ['vega', 18.3273, 18.327288916715744],
    ['thetaPerYear', -0.7014, -0.7014110833176648],
    ['rho', -22.5811, -22.581055791849963],
    ['vanna', 0.2566, 0.2565893280913884],
    ['charmPerYear', -0.2137, -0.21366125356690568],
    ['speed', -0.0006, -0.0006451909352339488],
    ['colorPerYear', 0.0215, 0.021500917491570556],
    ['zomma', -0.0972, -0.09724128741488527],
    ['vomma', -0.6816, -0.6815647745867267],
  ] as const)('s30abc %s', (greek, published, exact) => {
    expect(blackScholesGreeks(option)[greek]).toBeCloseTo(published, 4);
    expectRelative(blackScholesGreeks(option)[greek], exact);
  });

  test('s30abc price', () => {
    expectRelative(blackScholesPrice(option), 6.024519253811853);
  });

  test.each([
    [4.14, 268, 0.00274, 0.7834, 0.78335440715547],
    [3.89, 268, 0.00274, 0.7386, 0.738585541540638],
    [5.39, 268, 0.0164, 0.4096, 0.409551020091175],
    [5.14, 268.5, 0.0164, 0.4085, 0.408460417558829],
    [5.04, 269, 0.0164, 0.4179, 0.417854148412342],
  ])('s30acc implied volatility of %d at strike %d, %d years', (price, strike, years, published, exact) => {
    const iv = impliedVolatility({ price, side: 'call', spot: 267.5, strike, years, rate: 0.0166, dividendYield: 0 })!;
    expect(iv).toBeCloseTo(published, 4);
    expectRelative(iv, exact);
  });
});

// Hull's example of the Greek letters; further digits from py_vollib's tests, second order by differentiation at 50 digits.
test('Hull', () => {
  const greeks = blackScholesGreeks(terms('call', 50, 49, 0, 0.05, 0.3846, 0.2));
  const digits: readonly (readonly [keyof Greeks, number, number])[] = [
    ['delta', 0.521601633972, 1e-11],
    ['gamma', 0.0655453772525, 1e-11],
    ['vega', 12.1052427542, 1e-11],
    ['thetaPerYear', -4.30538996455, 1e-11],
    ['rho', 8.9065740988, 1e-10],
    ['vanna', 0.139143219927736, 1e-12],
    ['charmPerYear', -0.196764858597157, 1e-12],
    ['vomma', -0.229061284771918, 1e-12],
    ['speed', -0.00192191285060962, 1e-12],
    ['zomma', -0.328967167736224, 1e-12],
    ['colorPerYear', 0.0869663026281882, 1e-12],
  ];
  for (const [greek, value, tolerance] of digits) expectRelative(greeks[greek], value, tolerance);
  expectRelative(blackScholesGreeks(terms('put', 50, 49, 0, 0.05, 0.3846, 0.2)).thetaPerYear, -1.8530056722, 1e-10);
});

test('py_vollib', () => {
  expectRelative(blackScholesPrice(terms('call', 90, 100, 0, 0.01, 0.5, 0.2)), 12.111581435, 1e-10);
  expectRelative(blackScholesPrice(terms('put', 90, 100, 0, 0.01, 0.5, 0.2)), 1.66270456231, 1e-11);
  expectRelative(blackScholesPrice(terms('call', 100, 100, 0, 0.01, 0.5, 0.2)), 5.87602423383, 1e-11);
  // The 100/100 future: Black's formula is this one with yield = rate.
  expectRelative(blackScholesPrice(terms('call', 100, 100, 0, 0, 0.5, 0.2)), 5.637197779701664, 1e-14);
  expectRelative(100 * normalisedBlack(0, 0.2 * Math.sqrt(0.5)), 5.637197779701664, 1e-14);
  expectRelative(normalisedBlack(-Math.log(100 / 95), 0.3 * Math.sqrt(0.5)), 0.061296663817558904, 1e-14);
});

test('py_vollib, discounted and normalised', () => {
  expectRelative(blackScholesPrice(terms('call', 100, 100, 0.02, 0.02, 0.5, 0.2)), 5.581106724604812, 1e-14);
  // The in-the-money side is the time value and the normalised intrinsic value.
  const x = Math.log(100 / 95);
  const call = normalisedBlack(-x, 0.3 * Math.sqrt(0.5)) + Math.exp(x / 2) - Math.exp(-x / 2);
  expectRelative(call, 0.11259558142181655, 1e-14);
});

// Hull prints d1 and d2 to four digits: delta is N(d1), rho K·T·e^(−rT)·N(d2).
test('Hull, d1 and d2 of the 42/40 option', () => {
  const { delta, rho } = blackScholesGreeks(terms('call', 40, 42, 0, 0.1, 0.5, 0.2));
  expect(delta).toBeCloseTo(normalCdf(0.7693), 4);
  expect(rho / (40 * 0.5 * Math.exp(-0.05))).toBeCloseTo(normalCdf(0.6278), 4);
});

// jetblack-options-rust: r 0.1, q 0.08, T 0.5, σ 0.125. Confirms the sign of charm.
test.each([
  [110, 100, 13.895452325799045, -1.639625858611978, 0.23306930617480232, 0.15620615104261645, 157.585192593357],
  [100, 110, 17.73527645306925, 2.0253158998215026, -0.2961949663176757, -0.37305812144986156, 131.8949386725222],
])('jetblack %d/%d', (spot, strike, vega, vanna, charmCall, charmPut, vomma) => {
  const call = blackScholesGreeks(terms('call', strike, spot, 0.08, 0.1, 0.5, 0.125));
  const put = blackScholesGreeks(terms('put', strike, spot, 0.08, 0.1, 0.5, 0.125));
  expectRelative(call.vega, vega);
  expectRelative(call.vanna, vanna);
  expectRelative(call.charmPerYear, charmCall);
  expectRelative(put.charmPerYear, charmPut);
  expectRelative(call.vomma, vomma);
});

test.each([
  [110, 100, 0.06138389948689551, 41.58593235646499, -5.975538868570712],
  [100, 100, -0.338939132019472, 25.08784228089154, -22.47362894414416],
  [100, 110, -0.01597963672325094, 8.182419352133445, -44.13519899540583],
])('jetblack %d/%d, zomma and rho', (spot, strike, zomma, rhoCall, rhoPut) => {
  const call = blackScholesGreeks(terms('call', strike, spot, 0.08, 0.1, 0.5, 0.125));
  expectRelative(call.zomma, zomma);
  expectRelative(call.rho, rhoCall);
  expectRelative(blackScholesGreeks(terms('put', strike, spot, 0.08, 0.1, 0.5, 0.125)).rho, rhoPut);
});

test('jetblack 100/100', () => {
  const call = blackScholesGreeks(terms('call', 100, 100, 0.08, 0.1, 0.5, 0.125));
  expectRelative(call.vanna, -0.2088059253458516);
  expectRelative(call.charmPerYear, -0.01632708081503694);
  expectRelative(blackScholesGreeks(terms('put', 100, 100, 0.08, 0.1, 0.5, 0.125)).charmPerYear, -0.0931902359472228);
  expectRelative(call.vomma, 2.3229659194725993);
});

test('MathWorks blsgamma', () => {
  expectRelative(blackScholesGreeks(terms('call', 50, 50, 0, 0.12, 0.25, 0.3)).gamma, 0.0512185220407606);
});

// py_lets_be_rational TestValues.json; the last two are far beyond any quote.
describe("Let's Be Rational", () => {
  test.each([
    [111, 246, 0.6907245366960202, 0.89, 'call', 5.578476100968555],
    [965, 863, 0.5871286717352611, 1.53, 'call', 313.02792674183473],
    [91, 61, 0.8408968505888024, 0.01, 'put', 1.2000523868002505e-6],
    [516, 108, 0.9234182926331733, 0.01, 'put', 1.5377487973746426e-64],
    [33, 965, 0.5705428707984721, 0.05, 'call', 1.2170804634726117e-154],
  ] as const)('forward %d, strike %d, volatility %d', (forward, strike, volatility, years, side, price) => {
    const option = { side, spot: forward, strike, years, rate: 0, dividendYield: 0 };
    expectRelative(blackScholesPrice({ ...option, volatility }), price);
    expectRelative(impliedVolatility({ ...option, price })!, volatility, 1e-13);
  });
});

// Short-dated index options: derivatives of the price taken numerically at 80 digits.
const shortDated = `
c,6500,6500,1/365,.043,.0125,.12,16.55937369760279,.506542657269739,.009769859154978568,135.7073586732639,-3071.701183679209,-.03378185317400694,-1.190720209747877,.189000984481516,-5.438137414256233e-6,-.08140188637840409,1.783603564964636
p,6500,6450,90/525600,0,0,.15,.0001213655858052903,-4.158086172217846e-5,1.357008494086205e-5,.01472609816998515,-6.450030998453495,-.004539716151054338,1.9883956741618,1.519467843577264,-4.187519366909983e-6,.001309720886428371,-.5736577482556263
c,6500,6505,15/525600,0,0,.10,.1167278445394988,.07506103061587453,.04079102517025782,4.918438394530231,-8617.104067216965,2.039145559182533,-3572.583019687798,101.8991704119315,.01689908451148748,.437189613678269,-765.9562031643272
c,6500,6500,1/525600,0,0,.10,.3576808952285233,.5000275139150176,.4449634987788034,3.57680894661424,-93998.53911702221,.0002751391497395569,-7.230656855155555,-1.701298014942085e-7,-.00010268388433357,-4.449635008952584,116936.4080352739
p,6500,6000,30/365,.043,.0125,.19,9.598569711938056,-.06138816866259955,.0003424412506051569,225.9408607588683,-248.5670352921515,-.9496958704115531,1.029033813509932,2730.202038577442,-1.544747801806536e-6,.002335635664647482,-.002399523246524462
c,6500,7000,90/365,.043,.0125,.13,33.90911559566411,.1583516598714717,.0005753404563924216,779.192249605983,-235.3388592867051,1.975459817060487,-.6328350070620713,6371.239427085953,1.28161341184401e-6,.0002787039001753706,-.0003379054319093682
p,6500,5000,1,.04,.013,.26,96.00744892004942,-.105563780123024,.0001076234911309821,1182.244050073839,-131.3249851412064,-.6876179587578249,.06913008280343056,5555.338796915252,-9.571100216481972e-8,9.178391412209894e-5,3.358643168219248e-6
c,658.05,660,7/365,.042,.011,.145,4.534434965931238,.4570176801753884,.03001026898038779,36.1377286638149,-145.7460294299387,.3494771201196543,-1.928317115406419,3.430233720093099,.0001990106056604291,-.2041187639013125,.7669818949251895
p,658.05,640,7/365,.042,.011,.185,1.120533692377712,-.1309855553693571,.01261275215588395,19.37780372515567,-90.74419095182351,-1.259736845782844,5.817245441469841,128.7611747704576,-.0008582795115302833,.01563188041660414,-.05813964817162256
c,24000,24500,2/365,.043,.007,.17,6.717609764487179,.05298362609287111,.0003575976915933414,191.8683066346301,-3021.846102394067,1.034990624018725,-16.36388557524447,2972.422280757378,1.899180879493624e-6,.00343638476185107,-.05495818123115342
`;

const shortDatedColumns = [
  'delta',
  'gamma',
  'vega',
  'thetaPerYear',
  'vanna',
  'charmPerYear',
  'vomma',
  'speed',
  'zomma',
  'colorPerYear',
] as const;

describe('short-dated index options', () => {
  test.each(shortDated.trim().split('\n'))('%s', (line) => {
    const [type, ...cells] = line.split(',');
    const [spot, strike, years, rate, dividendYield, volatility, price, ...greeks] = cells.map((cell) => {
      const [numerator, denominator] = cell.split('/').map(Number);
      return numerator! / (denominator ?? 1);
    }) as [number, number, number, number, number, number, number, ...number[]];
    const option = terms(type === 'c' ? 'call' : 'put', strike, spot, dividendYield, rate, years, volatility);
    expectRelative(blackScholesPrice(option), price);
    expectRelative(impliedVolatility({ ...option, price })!, volatility);
    const actual = blackScholesGreeks(option);
    for (const [i, greek] of shortDatedColumns.entries()) expectRelative(actual[greek], greeks[i]!);
  });
});

// A chain of six, naive signs on every greek (calls − puts): worked at 50 digits elsewhere.
test('delta, vanna and charm exposures of a small chain', () => {
  const chain: readonly (readonly [OptionSide, number, number, number, number])[] = [
    ['call', 6100, 5000, 0.12, 7],
    ['call', 6200, 8000, 0.11, 30],
    ['call', 6050, 3000, 0.1, 1],
    ['put', 5900, 6000, 0.14, 7],
    ['put', 5800, 9000, 0.16, 30],
    ['put', 5700, 12_000, 0.18, 30],
  ];
  let [delta, vanna, charm] = [0, 0, 0];
  for (const [side, strike, openInterest, volatility, days] of chain) {
    const greeks = blackScholesGreeks(terms(side, strike, 6000, 0.0125, 0.043, days / 365, volatility));
    const usdPerPoint = (side === 'call' ? 1 : -1) * openInterest * 100 * 6000;
    delta += greeks.delta * usdPerPoint;
    vanna += 0.01 * greeks.vanna * usdPerPoint;
    charm += (greeks.charmPerYear / 365) * usdPerPoint;
  }
  expectRelative(delta, 4_243_790_674.09927);
  expectRelative(vanna, 429_327_855.364768);
  expectRelative(charm, -346_287_181.61549);
});
