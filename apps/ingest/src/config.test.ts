import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const login = { SCHWAB_APP_KEY: 'key', SCHWAB_APP_SECRET: 'very-secret' };

test('with a login alone, everything else has its default', () => {
  expect(readConfig(login)).toMatchObject({
    baseUrl: 'https://api.schwabapi.com',
    symbols: ['SPX', 'SPY', 'QQQ', 'IWM'],
    chainEveryMs: 60_000,
    streamedContractsMax: 1_000,
    restPerMinuteMax: 110,
    tokenPath: 'schwab_token.json',
  });
});

test('symbols are read as people write them, each once', () => {
  expect(readConfig({ ...login, SYMBOLS: ' $spx, SPY,spx' }).symbols).toEqual(['SPX', 'SPY']);
});

test('every wrong variable is named, and no value repeated', () => {
  const read = (): unknown =>
    readConfig({ SCHWAB_APP_SECRET: 'very-secret', SYMBOLS: 'S P X', FETCH_INTERVAL: 'often', SCHWAB_CALLBACK_URL: '' });
  expect(read).toThrow(/SCHWAB_APP_KEY/);
  expect(read).toThrow(/SYMBOLS/);
  expect(read).toThrow(/FETCH_INTERVAL/);
  expect(read).not.toThrow(/very-secret|often|CALLBACK/);
});
