import type { Carry, ExposureModel } from './analysis.ts';

/** The unit of every GEX that is printed, served or stored. */
export const gexUnit = 'USD per 1 % move';

/** What every printed or served number says of itself. */
export interface ModelText {
  readonly unit: string;
  readonly measure: string;
  readonly convention: string;
  readonly model: string;
  readonly carry: string;
  readonly zeroGammaMethod: string;
}

const ivOrderText = {
  live: 'IV: stream, else solved from mid, else chain, else other side',
  file: 'IV: chain, else other side',
} as const;

/** `zero`, `RATE,YIELD` or `parity:RATE,YIELD`, as `--carry` takes it. */
export const carryText = (carry: Carry): string => {
  if (carry.kind === 'zero') return 'zero';
  return `${carry.kind === 'parity' ? 'parity:' : ''}${carry.rate},${carry.dividendYield}`;
};

export const modelText = (model: ExposureModel): ModelText => ({
  unit: gexUnit,
  measure: model.measure,
  convention: model.convention,
  model: `${model.kernel}; ${ivOrderText[model.ivOrder]}`,
  carry: carryText(model.carry),
  zeroGammaMethod: `reprice over 0.8–1.2 × spot, sticky-strike IV, carry ${carryText(model.carry)}`,
});
