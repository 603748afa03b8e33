import { carryText, type ExposureModel, servedModels } from '@gexstream/domain';

/**
 * The short name of a model in key columns: `oi/calls+puts-/zero/bsm/live`, with a flat carry `oi/calls+puts-/0.043,0.013/bsm/live`.
 * Different models have different names.
 */
export const modelId = ({ measure, convention, carry, kernel, ivOrder }: ExposureModel): string =>
  [measure, inKey(convention), carryText(carry), kernel, ivOrder].join('/');

/** What a stored row's model says, in the words of live answers. */
export interface ModelMeaning {
  readonly measure: string;
  readonly convention: string;
  readonly carry: string;
}

export const modelMeaning = (id: string): ModelMeaning => {
  const [measure = '', key = '', carry = ''] = id.split('/');
  const convention = Object.values(servedModels).find((model) => inKey(model.convention) === key)?.convention ?? key;
  return { measure, convention, carry };
};

const inKey = (convention: string): string => convention.replaceAll(' ', '');
