import type { SymbolProfile } from './symbol-profile.ts';

/** A two-sided market around a theoretical value, in points. */
export interface TwoSided {
  readonly bid: number;
  readonly ask: number;
}

const tickOf = (kind: SymbolProfile['kind'], price: number): number => (kind === 'index' ? (price < 3 ? 0.05 : 0.1) : 0.01);

const onGrid = (price: number): number => Math.round(price * 100) / 100;

/** Spread grows with value, and more with value in the money; `lean` in [0, 1) moves the market by up to half a tick either way. */
export const quoteAround = (kind: SymbolProfile['kind'], value: number, intrinsic: number, lean: number): TwoSided => {
  const tick = tickOf(kind, value);
  const timeValue = Math.max(value - intrinsic, 0);
  const half = 0.5 * ((kind === 'index' ? 0.6 : 1) * tick + 0.005 * timeValue + (kind === 'index' ? 0.006 : 0.003) * intrinsic);
  const middle = Math.max(value + (lean - 0.5) * tick, 0);
  const bid = Math.max(0, Math.floor((middle - half) / tick + 1e-9) * tick);
  const ask = Math.max(Math.ceil((middle + half) / tick - 1e-9) * tick, bid + tick);
  return { bid: onGrid(bid), ask: onGrid(ask) };
};
