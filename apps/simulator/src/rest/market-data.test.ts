import type { WireChain, WireContract, WireQuotes } from '@gexstream/schwab/wire';
import { expect, test } from 'vitest';
import { type RunningSimulator, runningSimulator } from '../test-support/running-simulator.ts';

/** The element of a chain array, field by field, as in captured answers. */
const documentedFields = [
  ...['putCall', 'symbol', 'description', 'exchangeName', 'bid', 'ask', 'last', 'mark', 'bidSize', 'askSize', 'bidAskSize'],
  ...['lastSize', 'highPrice', 'lowPrice', 'openPrice', 'closePrice', 'totalVolume', 'tradeDate', 'tradeTimeInLong'],
  ...['quoteTimeInLong', 'netChange', 'volatility', 'delta', 'gamma', 'theta', 'vega', 'rho', 'openInterest', 'timeValue'],
  ...['theoreticalOptionValue', 'theoreticalVolatility', 'optionDeliverablesList', 'strikePrice', 'expirationDate'],
  ...['daysToExpiration', 'expirationType', 'lastTradingDay', 'multiplier', 'settlementType', 'deliverableNote'],
  ...['percentChange', 'markChange', 'markPercentChange', 'intrinsicValue', 'extrinsicValue', 'optionRoot', 'exerciseType'],
  ...['high52Week', 'low52Week', 'nonStandard', 'pennyPilot', 'inTheMoney', 'mini'],
];

const authorised = async (running: RunningSimulator) => {
  const { access_token: token } = await running.token();
  return (path: string) => running.get(path, token);
};

const contractsOf = (chain: WireChain): readonly WireContract[] =>
  [chain.callExpDateMap, chain.putExpDateMap].flatMap((map) =>
    Object.values(map).flatMap((strikes) => Object.values(strikes).flat()),
  );

test('a chain answer has the shape of captured ones: keys, fields, placeholders, three decimals', async () => {
  const get = await authorised(await runningSimulator());
  const answer = await get(
    '/marketdata/v1/chains?symbol=%24SPX&fromDate=2026-12-18&toDate=2026-12-18&includeUnderlyingQuote=true',
  );
  expect(answer.headers.get('schwab-client-correlid')).toMatch(/^[0-9a-f-]{36}$/);
  const chain = (await answer.json()) as WireChain;
  expect(chain).toMatchObject({
    symbol: '$SPX',
    status: 'SUCCESS',
    isIndex: true,
    volatility: 29,
    dividendYield: -1,
    interestRate: 4.3,
  });
  expect(chain.underlying?.last).toBe(chain.underlyingPrice);
  expect(Object.keys(chain.callExpDateMap)).toEqual(['2026-12-18:28']);
  expect(Object.keys(chain.callExpDateMap['2026-12-18:28'] ?? {})).toContain('7000.0');

  // Both roots of a shared date stand in one array.
  const shared = chain.callExpDateMap['2026-12-18:28']?.['7000.0'] ?? [];
  expect(shared.map(({ symbol, settlementType }) => [symbol, settlementType])).toEqual([
    ['SPX   261218C07000000', 'A'],
    ['SPXW  261218C07000000', 'P'],
  ]);

  const contracts = contractsOf(chain);
  expect(contracts).toHaveLength(chain.numberOfContracts);
  for (const contract of contracts) {
    expect(Object.keys(contract).sort()).toEqual([...documentedFields].sort());
    expect(contract.theoreticalVolatility).toBe(29);
    for (const value of [contract.gamma, contract.delta, contract.volatility]) {
      const thousandths = Number(value) * 1000;
      expect(Math.abs(thousandths - Math.round(thousandths))).toBeLessThan(1e-6);
    }
  }
  expect(new Set(contracts.map(({ gamma }) => gamma)).size).toBeLessThan(10);
});

test('strikeCount, contractType, strike and range narrow an answer', async () => {
  const get = await authorised(await runningSimulator());
  const chain = async (query: string) =>
    contractsOf((await (await get(`/marketdata/v1/chains?symbol=SPY&toDate=2026-11-20&${query}`)).json()) as WireChain);
  expect(await chain('strikeCount=3')).toHaveLength(12);
  const calls = await chain('contractType=CALL');
  expect(calls.length).toBeGreaterThan(20);
  expect(calls.every(({ putCall }) => putCall === 'CALL')).toBe(true);
  expect(await chain('strike=700')).toHaveLength(2);
  expect((await chain('range=ITM')).every(({ inTheMoney }) => inTheMoney)).toBe(true);
});

test('errors have the documented bodies', async () => {
  const running = await runningSimulator();
  const get = await authorised(running);
  const error = async (path: string) => {
    const answer = await get(path);
    const body = (await answer.json()) as { errors: { status: unknown; detail: string; source?: unknown }[] };
    return { status: answer.status, ...body.errors[0], id: undefined };
  };
  const past = await error('/marketdata/v1/chains?symbol=SPY&fromDate=2026-11-19');
  expect(past).toMatchObject({ status: '400', detail: 'Check Param Values', source: { parameter: 'fromDate' } });
  expect(await error('/marketdata/v1/chains?symbol=SPY&toDate=2026-11-20T00:00:00Z')).toMatchObject({ status: '400' });
  expect(await error('/marketdata/v1/chains?symbol=NOPE')).toMatchObject({ status: '404' });
  expect(await error('/marketdata/v1/quotes')).toMatchObject({ detail: 'Search combination should have min of 1.' });
  expect(await error('/marketdata/v1/NOPE/quotes')).toMatchObject({ status: '404' });

  const unauthorised = await running.get('/marketdata/v1/chains?symbol=SPY', 'wrong');
  expect(unauthorised.status).toBe(401);
  expect(await unauthorised.json()).toMatchObject({ errors: [{ status: 401, detail: 'Client not authorized' }] });
});

test('a chain above the gateway limit is refused with 502 TooBigBody', async () => {
  const get = await authorised(await runningSimulator({ limits: { chainContractsMax: 1_000 } }));
  const answer = await get('/marketdata/v1/chains?symbol=%24SPX');
  expect(answer.status).toBe(502);
  expect(await answer.json()).toEqual({
    fault: { faultstring: 'Body buffer overflow', detail: { errorcode: 'protocol.http.TooBigBody' } },
  });
});

test('the request after the 120th in a minute gets 429, and a minute later 200 again', async () => {
  const running = await runningSimulator();
  const get = await authorised(running);
  const statuses: number[] = [];
  for (let i = 0; i < 121; i++) statuses.push((await get('/marketdata/v1/expirationchain?symbol=SPY')).status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(120);
  expect(statuses.at(-1)).toBe(429);
  await running.clock.advance(60_000);
  expect((await get('/marketdata/v1/expirationchain?symbol=SPY')).status).toBe(200);
});

test('quotes: an index has no bid, an option has eight decimals, and unknown symbols are named', async () => {
  const get = await authorised(await runningSimulator());
  const symbols = ['$SPX', 'SPY', 'SPXW  261218C07000000', 'NOPE'];
  const answer = await get(`/marketdata/v1/quotes?symbols=${encodeURIComponent(symbols.join(','))}`);
  const quotes = (await answer.json()) as WireQuotes & { errors: unknown };
  expect(quotes.errors).toEqual({ invalidSymbols: ['NOPE'] });
  const index = quotes.$SPX as { quote: Record<string, unknown> };
  expect(index.quote).not.toHaveProperty('bidPrice');
  expect(index.quote).not.toHaveProperty('quoteTime');
  const etf = quotes.SPY as { quote: { bidPrice: number; askPrice: number } };
  expect(etf.quote.bidPrice).toBeLessThan(etf.quote.askPrice);
  const option = quotes['SPXW  261218C07000000'] as { quote: { gamma: number } };
  expect(option.quote.gamma).toBeGreaterThan(0);
  expect(option.quote.gamma).not.toBe(Math.round(option.quote.gamma * 1000) / 1000);
});

test('price history holds the complete minutes of the day', async () => {
  const running = await runningSimulator();
  const get = await authorised(running);
  const answer = await get(`/marketdata/v1/pricehistory?symbol=SPY&periodType=day&period=1&endDate=${running.clock.now()}`);
  const { candles } = (await answer.json()) as {
    candles: { open: number; high: number; low: number; close: number; volume: number }[];
  };
  // 09:30 to noon.
  expect(candles).toHaveLength(150);
  for (const { open, high, low, close, volume } of candles) {
    expect(high).toBeGreaterThanOrEqual(Math.max(open, close));
    expect(low).toBeLessThanOrEqual(Math.min(open, close));
    expect(volume).toBeGreaterThan(0);
  }
});

test('markets: hours of an open day, the short form of a closed one', async () => {
  const get = await authorised(await runningSimulator());
  const open = await (await get('/marketdata/v1/markets?markets=equity')).json();
  expect(open).toMatchObject({
    equity: { EQ: { isOpen: true, sessionHours: { regularMarket: [{ start: '2026-11-20T09:30:00-05:00' }] } } },
  });
  const closed = await (await get('/marketdata/v1/markets/option?date=2026-11-26')).json();
  expect(closed).toEqual({ option: { option: { date: '2026-11-26', marketType: 'OPTION', product: 'option', isOpen: false } } });
});

test('the market clock is told to those who ask', async () => {
  const running = await runningSimulator();
  expect(await (await running.get('/simulator/clock')).json()).toMatchObject({ feed_ms: running.clock.now(), speed: 1 });
});
