// Checked by `tsc`, never run: each line marked so must fail to compile.
import type { EpochMs } from '../time/epoch-ms.ts';
import { type Contracts, contracts } from './contracts.ts';
import { type Points, points } from './points.ts';
import { type UsdPerPercent, usdPerPercent } from './usd-per-percent.ts';
import type { VolFraction } from './vol-fraction.ts';

export const flow: UsdPerPercent = usdPerPercent(72_000_000);
export const strike: Points = points(6_000);

// @ts-expect-error - a price is not an exposure
export const exposureFromPrice: UsdPerPercent = strike;
// @ts-expect-error - a bare number has no unit
export const bare: Points = 6_000;
// @ts-expect-error - a count of contracts is not a price
export const priceFromCount: Points = contracts(10);
// @ts-expect-error - a moment is not a count
export const countFromMoment: Contracts = 0 as EpochMs;
// @ts-expect-error - a volatility is a fraction, not points
export const pointsFromVolatility: Points = 0.18 as VolFraction;
