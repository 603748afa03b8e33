import { epochMs } from '../time/epoch-ms.ts';
import type { Trade } from './trade.ts';

/** 2026-11-20 15:30 UTC: 10:30 in New York. */
export const enteredMs = epochMs(Date.UTC(2026, 10, 20, 15, 30));

/** Two calls bought at 4.10; open unless told otherwise. */
export const trade = (change: Partial<Trade> = {}): Trade => ({
  id: 'abc234',
  owner: 'ann',
  symbol: 'SPX',
  expiry: '2026-11-20',
  strike: 6000,
  side: 'call',
  direction: 'long',
  quantity: 2,
  entry: { atMs: enteredMs, price: 4.1, spot: 5990 },
  exit: null,
  signal: null,
  composite: null,
  note: '',
  ...change,
});

export const exitAfter = (minutes: number, price: number) => ({
  atMs: epochMs(enteredMs + minutes * 60_000),
  price,
  spot: null,
});
