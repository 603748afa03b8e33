import { expect, test } from 'vitest';
import { simulatorConfig } from './config.ts';

test('without options it serves the four index and ETF symbols on loopback', () => {
  expect(simulatorConfig([])).toEqual({ host: '127.0.0.1', port: 9443, seed: 1, symbols: ['SPX', 'SPY', 'QQQ', 'IWM'] });
});

test('a wrong value is refused by the name of its option', () => {
  expect(() => simulatorConfig(['--port', '70000'])).toThrow('--port');
  expect(() => simulatorConfig(['--seed', 'x'])).toThrow('--seed');
  expect(() => simulatorConfig(['--symbols', '$SPX'])).toThrow('--symbols');
});
