import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { parseTokenFile } from '@gexstream/schwab';
import { freshMarketState, marketClock, type Simulator, startSimulator } from '@gexstream/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pythonClient, pythonClientsMissing } from '../support/python-clients.ts';

const missing = pythonClientsMissing();
if (missing !== null) process.stderr.write(`skipped: ${missing}\n`);

interface Message {
  readonly service: string;
  readonly content: readonly Readonly<Record<string, unknown>>[];
}

/** What both clients read from the same routes. */
interface MarketData {
  readonly quotes: {
    readonly SPY: { readonly quote: Readonly<Record<string, number>> };
    readonly $SPX: { readonly assetMainType: string };
    readonly errors: { readonly invalidSymbols: readonly string[] };
  };
  readonly chain: {
    readonly status: string;
    readonly underlyingPrice: number;
    readonly callExpDateMap: Readonly<Record<string, object>>;
  };
  readonly expirations: { readonly expirationList: readonly { readonly expirationDate: string; readonly optionRoots: string }[] };
  readonly minutes: { readonly empty: boolean; readonly candles: readonly Readonly<Record<string, number>>[] };
  readonly hours: { readonly equity: { readonly EQ: object }; readonly option: { readonly EQO: object; readonly IND: object } };
  readonly contracts: readonly string[];
}

interface WithSchwabPy extends MarketData {
  readonly token: unknown;
  readonly days: MarketData['minutes'];
  readonly stream: { readonly options: readonly Message[]; readonly equities: readonly Message[]; readonly closed: number };
}

interface WithSchwabdev extends MarketData {
  readonly refreshed: boolean;
  readonly preferences: { readonly streamerInfo: readonly Readonly<Record<string, string>>[] };
  readonly hour: MarketData['hours'];
  readonly stream: {
    readonly response: readonly {
      readonly service: string;
      readonly command: string;
      readonly content: { readonly code: number };
    }[];
    readonly data: readonly Message[];
    readonly notify: readonly { readonly heartbeat?: string }[];
  };
}

// Schwab's public clients, installed from PyPI and unmodified but for the base URL, and a server whose refreshes kill the token they used.
describe.skipIf(missing !== null)('a public client at the simulator', () => {
  let folder: string;
  let simulator: Simulator;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'public-clients-'));
    const system = systemClock();
    const clock = marketClock(system, freshMarketState(system.now()));
    simulator = await startSimulator({
      host: '127.0.0.1',
      port: 0,
      seed: 1,
      clock,
      symbols: ['SPX', 'SPY'],
      behaviour: { rotateRefreshToken: true },
    });
  });
  afterAll(async () => {
    await simulator?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const expectMarketData = ({ quotes, chain, expirations, minutes, hours, contracts }: MarketData): void => {
    expect(quotes.SPY.quote.lastPrice).toBeGreaterThan(0);
    expect(quotes.$SPX.assetMainType).toBe('INDEX');
    expect(quotes.errors.invalidSymbols).toEqual(['NOSUCH']);
    expect(chain.status).toBe('SUCCESS');
    // The two calls are moments apart.
    expect(Math.abs(chain.underlyingPrice / quotes.SPY.quote.lastPrice! - 1)).toBeLessThan(0.01);
    expect(Object.keys(chain.callExpDateMap)[0]).toMatch(/^\d{4}-\d\d-\d\d:\d+$/);
    expect(expirations.expirationList[0]).toMatchObject({ expirationDate: expect.stringMatching(/^\d{4}-/), optionRoots: 'SPY' });
    expect(minutes.candles.length).toBeGreaterThan(10);
    expect(Object.keys(minutes.candles[0]!).sort()).toEqual(['close', 'datetime', 'high', 'low', 'open', 'volume']);
    expect(hours).toMatchObject({ equity: { EQ: { isOpen: true } }, option: { EQO: { isOpen: true }, IND: { isOpen: true } } });
    expect(contracts).toHaveLength(4);
    for (const symbol of contracts) expect(symbol).toMatch(/^SPY {3}\d{6}[CP]\d{8}$/);
  };
  const keysOf = (messages: readonly Message[]): ReadonlySet<unknown> =>
    new Set(messages.flatMap(({ content }) => content.map(({ key }) => key)));

  test('schwab-py logs in, refreshes, reads and streams; its token file is one of ours', async () => {
    const got = (await pythonClient('with_schwab_py.py', simulator.url, join(folder, 'token.json'))) as WithSchwabPy;
    expectMarketData(got);
    expect(got.days.candles.length).toBeGreaterThan(10);
    const { options, equities, closed } = got.stream;
    expect(keysOf(options)).toEqual(new Set(got.contracts));
    expect(keysOf(equities)).toEqual(new Set(['SPY', '$SPX']));
    // Its own names of the fields, by their numbers: the first message of a key has all, a later one what has changed.
    expect(options[0]!.content[0]).toMatchObject({
      key: got.contracts[0],
      DESCRIPTION: expect.stringContaining('SPY'),
      MULTIPLIER: 100,
      CONTRACT_TYPE: 'C',
      OPEN_INTEREST: expect.any(Number),
      VOLATILITY: expect.any(Number),
      GAMMA: expect.any(Number),
      UNDERLYING_PRICE: expect.any(Number),
    });
    expect(equities.at(-1)!.content[0]).not.toHaveProperty('DESCRIPTION');
    expect(closed).toBe(1_000);
    const { refreshToken, access, loginMs } = parseTokenFile(JSON.stringify(got.token), 'its token file');
    expect(refreshToken).toMatch(/@$/);
    expect(access!.token).toMatch(/^I0\./);
    expect(access!.expiresMs).toBeGreaterThan(loginMs!);
  });

  test('Schwabdev logs in, refreshes, reads and streams', async () => {
    const got = (await pythonClient('with_schwabdev.py', simulator.url, join(folder, 'tokens.db'))) as WithSchwabdev;
    expect(got.refreshed).toBe(true);
    expectMarketData(got);
    expect(Object.keys(got.hour)).toEqual(['option']);
    expect(got.preferences.streamerInfo[0]!.streamerSocketUrl).toMatch(/^ws:/);
    const { response, data, notify } = got.stream;
    expect(response.map(({ service, command, content }) => [service, command, content.code])).toEqual([
      ['ADMIN', 'LOGIN', 0],
      ['LEVELONE_EQUITIES', 'ADD', 0],
      ['LEVELONE_OPTIONS', 'ADD', 0],
    ]);
    expect(keysOf(data)).toEqual(new Set([...got.contracts, 'SPY', '$SPX']));
    expect(notify[0]!.heartbeat).toMatch(/^\d{13}$/);
  });
});
