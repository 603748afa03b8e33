import { type Clock, epochMs } from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import { SchwabError } from '../errors.ts';
import { schwabRest } from './schwab-rest.ts';

const still: Clock = { now: () => epochMs(0), after: () => () => undefined, every: () => () => undefined };

const setup = (answer: () => Promise<Response>, clock: Clock = still) => {
  const calls: { url: string; init: RequestInit }[] = [];
  const rest = schwabRest({
    baseUrl: 'http://schwab.test',
    accessToken: async () => 'SECRET-TOKEN',
    clock,
    timeoutMs: 500,
    fetch: async (url, init = {}) => {
      calls.push({ url: String(url), init });
      return answer();
    },
  });
  return { rest, calls };
};

const failureOf = async (call: Promise<unknown>): Promise<SchwabError> => {
  const failure = await call.catch((error: unknown) => error);
  if (failure instanceof SchwabError) return failure;
  throw new Error('the call did not fail with a SchwabError');
};

const window = { symbol: '$SPX', fromDate: '2026-03-20', toDate: '2026-03-27', includeUnderlyingQuote: true };

describe('Schwab over REST', () => {
  test('a chain call asks for everything of its window, the dollar encoded and the token in the header', async () => {
    const { rest, calls } = setup(async () => Response.json({ symbol: '$SPX', callExpDateMap: {}, putExpDateMap: {} }));
    await rest.chains(window);
    expect(calls[0]?.url).toBe(
      'http://schwab.test/marketdata/v1/chains?symbol=%24SPX&contractType=ALL&range=ALL&fromDate=2026-03-20&toDate=2026-03-27&includeUnderlyingQuote=true',
    );
    expect(new Headers(calls[0]?.init.headers).get('authorization')).toBe('Bearer SECRET-TOKEN');
  });

  test('a chain call for the strikes nearest the money names no range', async () => {
    const { rest, calls } = setup(async () => Response.json({ symbol: '$SPX', callExpDateMap: {}, putExpDateMap: {} }));
    await rest.chains({ ...window, strikeCount: 40 });
    expect(calls[0]?.url).toBe(
      'http://schwab.test/marketdata/v1/chains?symbol=%24SPX&contractType=ALL&strikeCount=40&fromDate=2026-03-20&toDate=2026-03-27&includeUnderlyingQuote=true',
    );
  });

  test('bars are asked for by the minute and with an end, since without one they would stop at yesterday’s close', async () => {
    const { rest, calls } = setup(async () => Response.json({ symbol: '$SPX', empty: true, candles: [] }));
    await rest.priceHistory('$SPX', 1_773_667_800_000, 1_773_671_400_000);
    expect(calls[0]?.url).toBe(
      'http://schwab.test/marketdata/v1/pricehistory?symbol=%24SPX&periodType=day&frequencyType=minute&frequency=1&startDate=1773667800000&endDate=1773671399999&needExtendedHoursData=false',
    );
  });

  test('hours are asked for by date; an answer of another shape is none', async () => {
    const { rest, calls } = setup(async () => Response.json({ equity: { equity: { date: '2026-11-26', isOpen: false } } }));
    await rest.marketHours('2026-11-26');
    expect(calls[0]?.url).toBe('http://schwab.test/marketdata/v1/markets?markets=equity%2Coption&date=2026-11-26');
    const { rest: odd } = setup(async () => Response.json({ equity: [] }));
    expect((await failureOf(odd.marketHours('2026-11-26'))).code).toBe('SCHWAB_BAD_ANSWER');
  });

  test.each([
    [
      401,
      '{"errors":[{"id":"x","status":401,"title":"Unauthorized","detail":"Client not authorized"}]}',
      'SCHWAB_UNAUTHORIZED',
      false,
    ],
    [
      400,
      '{"errors":[{"id":"x","status":"400","title":"Bad Request","detail":"Check Param Values"}]}',
      'SCHWAB_BAD_REQUEST',
      false,
    ],
    [404, '', 'SCHWAB_NOT_FOUND', false],
    [429, '', 'SCHWAB_RATE_LIMITED', true],
    [
      502,
      '{"fault":{"faultstring":"Body buffer overflow","detail":{"errorcode":"protocol.http.TooBigBody"}}}',
      'SCHWAB_TOO_BIG',
      false,
    ],
    [502, 'bad gateway', 'SCHWAB_UNAVAILABLE', true],
    [504, 'upstream request timeout', 'SCHWAB_UNAVAILABLE', true],
    [403, '<html>Access Denied</html>', 'SCHWAB_UNAVAILABLE', true],
    [200, '', 'SCHWAB_BAD_ANSWER', true],
    [200, '{"symbol":"$SPX","callExpDateMap":{"a":{"b":{}}},"putExpDateMap":{}}', 'SCHWAB_BAD_ANSWER', true],
  ] as const)('status %d with body %s is %s', async (status, body, code, retryable) => {
    const failure = await failureOf(setup(async () => new Response(body, { status })).rest.chains(window));
    expect([failure.code, failure.retryable]).toEqual([code, retryable]);
    expect(failure.message).not.toMatch(/SECRET|SPX/);
  });

  test("the vendor's own words are kept", async () => {
    const body = '{"errors":[{"id":"x","status":"400","title":"Bad Request","detail":"Check Param Values"}]}';
    const failure = await failureOf(setup(async () => new Response(body, { status: 400 })).rest.chains(window));
    expect(failure.message).toContain('Check Param Values');
  });

  test('a wait that the server asks for is passed on', async () => {
    const failure = await failureOf(
      setup(async () => new Response('', { status: 429, headers: { 'retry-after': '7' } })).rest.quotes(['SPY']),
    );
    expect(failure.retryAfterMs).toBe(7_000);
  });

  test('an answer that does not come is a time-out', async () => {
    const impatient: Clock = {
      ...still,
      after: (_delayMs, callback) => {
        queueMicrotask(callback);
        return () => undefined;
      },
    };
    const rest = schwabRest({
      baseUrl: 'http://schwab.test',
      accessToken: async () => 'SECRET-TOKEN',
      clock: impatient,
      timeoutMs: 500,
      fetch: (_url, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
        }),
    });
    expect((await failureOf(rest.userPreference())).code).toBe('SCHWAB_TIMEOUT');
  });

  test('a body beyond the limit is cut off while it comes', async () => {
    const megabyte = new Uint8Array(1024 * 1024);
    const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(megabyte) });
    const failure = await failureOf(setup(async () => new Response(endless)).rest.chains(window));
    expect(failure.code).toBe('SCHWAB_TOO_BIG');
  });

  test('more symbols than an address holds are a mistake of the caller', async () => {
    await expect(setup(async () => Response.json({})).rest.quotes(new Array(301).fill('A'))).rejects.toThrow(RangeError);
  });
});
