import { carryText, type ExposureModel } from '@gexstream/domain';

/**
 * The short name of a model in key columns: `oi/calls+puts-/zero/bsm/live`, with a flat carry `oi/calls+puts-/0.043,0.013/bsm/live`.
 * Different models have different names.
 */
export const modelId = ({ measure, convention, carry, kernel, ivOrder }: ExposureModel): string =>
  [measure, convention.replaceAll(' ', ''), carryText(carry), kernel, ivOrder].join('/');
