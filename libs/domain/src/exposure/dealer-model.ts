import type { Measure } from './measure.ts';

/**
 * Who is assumed to hold what, as signs of calls and puts from the dealers' side. None of them is measured; a number without the name of its
 * model says nothing.
 */
export type DealerModel = 'naive' | 'all_short' | 'inverse' | 'absolute';

export type Convention = SideConvention | 'bought- sold+';

type SideConvention = 'calls+ puts-' | 'calls- puts-' | 'calls- puts+' | 'calls+ puts+';

export interface DealerSigns {
  readonly call: 1 | -1;
  readonly put: 1 | -1;
  readonly convention: Convention;
  /** What a reader must know to read the sign. */
  readonly meaning: string;
}

export const dealerModels: Readonly<Record<DealerModel, DealerSigns>> = {
  naive: { call: 1, put: -1, convention: 'calls+ puts-', meaning: 'dealers long calls, short puts' },
  all_short: { call: -1, put: -1, convention: 'calls- puts-', meaning: 'dealers short every option' },
  inverse: { call: -1, put: 1, convention: 'calls- puts+', meaning: 'dealers short calls, long puts' },
  absolute: { call: 1, put: 1, convention: 'calls+ puts+', meaning: "no one's position: how much lies where" },
};

export const dealerModelNames = Object.keys(dealerModels) as readonly DealerModel[];

/** The one model that signs each contract by what was traded in it: measure `inventory` brings the signs. */
export const volumeSigned: DealerSigns = {
  call: 1,
  put: 1,
  convention: 'bought- sold+',
  meaning:
    'dealers took the other side of each trade that could be classified; overnight, calls + and puts −, but none of what expires today',
};

export type ServedModel = DealerModel | 'volume_signed';

export const servedModels: Readonly<Record<ServedModel, DealerSigns>> = { ...dealerModels, volume_signed: volumeSigned };

/** By model; measure `inventory` has signs of its own, and no model signs it again. */
export const signsOf = (dealerModel: DealerModel | undefined, measure: Measure | undefined): DealerSigns =>
  measure === 'inventory' ? volumeSigned : dealerModels[dealerModel ?? 'naive'];

/** The model behind a convention: each has its own. */
export const dealerModelOf = (convention: Convention): ServedModel =>
  dealerModelNames.find((name) => dealerModels[name].convention === convention) ?? 'volume_signed';
