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
    carry: { kind: 'zero' },
  });
});

test('a flag wins over its variable, an empty variable counts as unset', () => {
  expect(readStartConfig(['--port', '9001'], { PORT: '9002', HOST: '' })).toMatchObject({ port: 9001, host: '127.0.0.1' });
});

test('symbols are taken with or without $, in any case, once each', () => {
  expect(readStartConfig([], { SYMBOLS: 'spx, $SPX,qqq' }).symbols).toEqual(['SPX', 'QQQ']);
});

describe('a wrong setting is named, with what it should be and what it was', () => {
  test.each([
    [['--port', 'abc'], {}, /--port .*port.*"abc"/],
    [[], { PORT: '70000' }, /PORT .*65535.*"70000"/],
    [[], { SYMBOLS: 'SP X' }, /SYMBOLS .*SPX,SPY.*"SP X"/],
    [['--carry', '4.3,1'], {}, /--carry .*"4.3,1"/],
    [[], { LOG_LEVEL: 'loud' }, /LOG_LEVEL .*"loud"/],
    [['--kafka', 'localhost'], {}, /--kafka .*host:port.*"localhost"/],
    [[], { FETCH_INTERVAL: '1' }, /FETCH_INTERVAL .*5 seconds.*"1"/],
    [['--prot', '1'], {}, /--prot/],
    [['chain.csv'], {}, /--chain FILE/],
  ])('%j %j', (args, environment, expected) => {
    expect(refusal(args, environment as Record<string, string>)).toMatch(expected);
  });

  test('all at once', () => {
    expect(refusal(['--port', 'x'], { LOG_LEVEL: 'loud' })).toMatch(/--port [\s\S]*LOG_LEVEL /);
  });

  test('but never the text of a secret', () => {
    expect(refusal([], { GEX_API_KEYS: 'hunter2' })).toMatch(/^GEX_API_KEYS /);
    expect(refusal([], { GEX_API_KEYS: 'hunter2' })).not.toContain('hunter2');
  });
});
