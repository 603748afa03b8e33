export { type Contracts, contracts } from './contracts.ts';
export { type Points, points } from './points.ts';
export type { Unit } from './unit.ts';
export { type UsdPerPercent, usdPerPercent } from './usd-per-percent.ts';
export { type VolFraction, volFraction } from './vol-fraction.ts';
export { type YearFraction, yearFraction } from './year-fraction.ts';
