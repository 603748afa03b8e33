/** What a position exposes its holder to. Names as the field uses them; `gex` is gamma, `vex` vanna, `chex` charm. */
export const exposureKinds = ['gex', 'dex', 'vex', 'chex', 'speed', 'zomma'] as const;

export type ExposureKind = (typeof exposureKinds)[number];

export const exposureUnits: Readonly<Record<ExposureKind, string>> = {
  gex: 'USD per 1 % move',
  dex: 'USD of delta',
  vex: 'USD of delta per volatility point',
  chex: 'USD of delta per calendar day',
  speed: 'USD per 1 % move, per 1 % move',
  zomma: 'USD per 1 % move, per volatility point',
};

/** One slice's exposures of one kind. */
export interface ExposureSums {
  readonly net: number;
  readonly call: number;
  readonly put: number;
  /** Of the contracts' magnitudes: nothing cancels in it. For `gex` it is |call| + |put|. */
  readonly gross: number;
}

export type Exposures = Readonly<Record<ExposureKind, ExposureSums>>;
