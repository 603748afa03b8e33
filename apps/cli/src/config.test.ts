import { describe, expect, test } from 'vitest';
import { readStartConfig } from './config.ts';
import { UsageError } from './usage-error.ts';

const refusal = (args: readonly string[], environment: Record<string, string> = {}): string => {
  try {
    readStartConfig(args, environment);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'accepted';
};

test('without flags and variables everything has a default', () => {
  expect(readStartConfig([], {})).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    symbols: ['SPX', 'SPY', 'QQQ', 'IWM'],
    carry: { kind: 'parity', rate: 0.043, dividendYield: 0.0125 },
  });
});

test('a flag wins over its variable, an empty variable counts as unset', () => {
  expect(readStartConfig(['--port', '9001'], { PORT: '9002', HOST: '' })).toMatchObject({ port: 9001, host: '127.0.0.1' });
});

test('keys of the environment may read, unless their scope stands before them', () => {
  const { apiKeys } = readStartConfig([], {
    GEX_API_KEYS: 'a-key-that-reads-only, admin:a-key-that-may-do-all,other:a-key-with-colons',
  });
  expect(apiKeys).toEqual([
    { scope: 'read', text: 'a-key-that-reads-only' },
    { scope: 'admin', text: 'a-key-that-may-do-all' },
    { scope: 'read', text: 'other:a-key-with-colons' },
  ]);
});

test('off loopback the API needs a key, and apps without a door do not', () => {
  const environment = { HOST: '0.0.0.0', GEX_DATA: '/nowhere' };
  expect(refusal([], environment)).toMatch(/^HOST 0\.0\.0\.0 is reachable by others: .*npx gex keys add NAME.*GEX_API_KEYS/);
  expect(refusal([], { ...environment, GEX_API_KEYS: 'a-key-of-enough-letters' })).toBe('accepted');
  expect(readStartConfig([], environment, { servesApi: false })).toMatchObject({ host: '0.0.0.0' });
});

test('symbols are taken with or without $, in any case, a share class as people write it, once each', () => {
  expect(readStartConfig([], { SCANNER_SYMBOLS: 'BRK.B,brk/b,BF-B' }).scannerSymbols).toEqual(['BRKB', 'BFB']);
  expect(readStartConfig([], { SYMBOLS: 'spx, $SPX,qqq' }).symbols).toEqual(['SPX', 'QQQ']);
});

describe('C1: a wrong setting is named, with what it should be and what it was', () => {
  test.each([
    [['--port', 'abc'], {}, /--port .*port.*"abc"/],
    [[], { PORT: '70000' }, /PORT .*65535.*"70000"/],
    [[], { SYMBOLS: 'SP X' }, /SYMBOLS .*SPX,SPY.*"SP X"/],
    [['--scan', 'A!!'], {}, /--scan .*SPX,SPY.*"A!!"/],
    [[], { SCANNER_SYMBOLS: Array.from({ length: 501 }, (_, i) => `S${i}`).join() }, /SCANNER_SYMBOLS .*500/],
    [['--carry', '4.3,1'], {}, /--carry .*"4.3,1"/],
    [[], { LOG_LEVEL: 'loud' }, /LOG_LEVEL .*"loud"/],
    [['--kafka', 'localhost'], {}, /--kafka .*host:port.*"localhost"/],
    [[], { FETCH_INTERVAL: '1' }, /FETCH_INTERVAL .*5 seconds.*"1"/],
    [['--prot', '1'], {}, /--prot/],
    [[], { GEX_STREAMED_CONTRACT_MAX: '5' }, /no variable GEX_STREAMED_CONTRACT_MAX; there is .*GEX_STREAMED_CONTRACTS_MAX/],
    [[], { GEX_API_KEYS_FILE: '/run/x' }, /GEX_API_KEYS_FILE .*set GEX_API_KEYS to/],
    [['--host', '0.0.0.0'], { GEX_DATA: '/nowhere' }, /--host 0\.0\.0\.0 .*npx gex keys add/],
    [['chain.csv'], {}, /--chain FILE/],
    [['--chain', 'chain.csv', '--symbols', 'SPY'], {}, /--symbols .*--chain/],
    [[], { TELEGRAM_MODE: 'polling' }, /TELEGRAM_MODE polling needs TELEGRAM_BOT_TOKEN/],
    [[], { TELEGRAM_MODE: 'webhook', TELEGRAM_BOT_TOKEN_FILE: '/x' }, /TELEGRAM_MODE webhook needs TELEGRAM_WEBHOOK_URL/],
    [[], { DISCORD_API_ROOT: 'discord.com/api' }, /DISCORD_API_ROOT .*https:\/\/discord.com\/api/],
    [[], { BOT_ADMINS: 'slack:1' }, /BOT_ADMINS .*telegram:42,discord:/],
    [[], { TELEGRAM_WEBHOOK_URL: 'http://gex.example.org' }, /TELEGRAM_WEBHOOK_URL .*https:/],
  ])('%j %j', (args, environment, expected) => {
    expect(refusal(args, environment as Record<string, string>)).toMatch(expected);
  });

  test('all at once', () => {
    expect(refusal(['--port', 'x'], { LOG_LEVEL: 'loud' })).toMatch(/--port [\s\S]*LOG_LEVEL /);
  });

  test('but never the text of a secret', () => {
    expect(refusal([], { GEX_API_KEYS: 'hunter2' })).toMatch(/^GEX_API_KEYS /);
    for (const keys of ['hunter2', 'admin:hunter2', 'a-key-of-enough-letters,hunter2'])
      expect(refusal([], { GEX_API_KEYS: keys })).not.toContain('hunter2');
    expect(refusal([], { TELEGRAM_BOT_TOKEN: 'hunter2' })).toMatch(/^TELEGRAM_BOT_TOKEN (?!.*hunter2)/);
    expect(refusal([], { DISCORD_BOT_TOKEN: 'hunter2' })).toMatch(/^DISCORD_BOT_TOKEN (?!.*hunter2)/);
  });
});
