/** What the composite scores are made from. */
export interface CompositeInput {
  /** The whale score. */
  readonly whale: number;
  /** Volume over open interest. */
  readonly volumeToOpenInterest: number;
  /** In vol points, put minus call; null when a wing is missing: then it earns nothing. */
  readonly skew25d: number | null;
  readonly side: 'call' | 'put';
}

/** Points of 100. */
export interface CompositeScore {
  readonly total: number;
  readonly whale: number;
  readonly freshOi: number;
  readonly skew: number;
}

export interface SqlCompositeScore extends CompositeScore {
  readonly direction: number;
}

type Tiers = readonly (readonly [above: number, points: number])[];

const whaleTiers: Tiers = [
  [200, 35],
  [100, 25],
  [50, 15],
];
const freshOiTiers: Tiers = [
  [8, 35],
  [6, 30],
  [4, 20],
];

/** Of the tiers, highest first, the first that the value is above; else what is left. */
const tier = (value: number, tiers: Tiers, floor: number): number => tiers.find(([above]) => value > above)?.[1] ?? floor;

/** The documented formula: whale up to 35, fresh open interest up to 35, skew 30 or 5. Steps are strict: exactly 50 earns nothing. */
export const classicScore = ({ whale, volumeToOpenInterest, skew25d, side }: CompositeInput): CompositeScore => {
  const points = {
    whale: tier(whale, whaleTiers, 0),
    freshOi: tier(volumeToOpenInterest, freshOiTiers, 0),
    skew: skew25d === null ? 0 : (side === 'call' ? skew25d > 6 : skew25d < -1) ? 30 : 5,
  };
  return { total: points.whale + points.freshOi + points.skew, ...points };
};

/** The tiers that the origin ran instead, up to 110 with a bonus for volume that leans the same way; clamped to 100. For comparison only. */
export const classicSqlScore = (input: CompositeInput, volumeRatio: number): SqlCompositeScore => {
  const { whale, volumeToOpenInterest, skew25d, side } = input;
  const leans = side === 'call' ? volumeRatio < -30 : volumeRatio > 30;
  const points = {
    whale: tier(whale, whaleTiers, 5),
    freshOi: tier(volumeToOpenInterest, [...freshOiTiers, [3, 10]], 0),
    skew: skew25d === null ? 0 : sqlSkew(skew25d, side),
    direction: leans ? 10 : 5,
  };
  return { total: Math.min(100, points.whale + points.freshOi + points.skew + points.direction), ...points };
};

const callSkewTiers: Tiers = [
  [6, 30],
  [4, 20],
  [3, 10],
];
const putSkewTiers: Tiers = [
  [1, 30],
  [0, 20],
];

const sqlSkew = (skew25d: number, side: 'call' | 'put'): number =>
  side === 'call' ? tier(skew25d, callSkewTiers, 5) : tier(-skew25d, putSkewTiers, 5);
