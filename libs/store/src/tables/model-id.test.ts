import type { ExposureModel } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { modelId, modelMeaning } from './model-id.ts';

const model: ExposureModel = {
  measure: 'oi',
  convention: 'calls+ puts-',
  carry: { kind: 'zero' },
  kernel: 'bsm',
  ivOrder: 'live',
};

test('names measure, convention, carry, kernel and IV order', () => {
  expect(modelId(model)).toBe('oi/calls+puts-/zero/bsm/live');
});

test('tells carries and IV orders apart', () => {
  const flat = (rate: number, dividendYield: number) => modelId({ ...model, carry: { kind: 'flat', rate, dividendYield } });
  const parity = modelId({ ...model, carry: { kind: 'parity', rate: 0.04, dividendYield: 0 } });
  expect(parity).toBe('oi/calls+puts-/parity:0.04,0/bsm/live');
  expect(flat(0.043, 0.013)).toBe('oi/calls+puts-/0.043,0.013/bsm/live');
  expect(
    new Set([modelId(model), flat(0, 0), flat(0.04, 0), flat(0, 0.04), parity, modelId({ ...model, ivOrder: 'file' })]).size,
  ).toBe(6);
});

test('says again what it was made of, in the words of live answers', () => {
  const traded: ExposureModel = { ...model, measure: 'inventory', convention: 'bought- sold+' };
  expect(modelMeaning(modelId(model))).toEqual({ measure: 'oi', convention: 'calls+ puts-', carry: 'zero' });
  expect(modelMeaning(modelId(traded))).toEqual({ measure: 'inventory', convention: 'bought- sold+', carry: 'zero' });
  const parity = modelId({ ...model, carry: { kind: 'parity', rate: 0.04, dividendYield: 0 } });
  expect(modelMeaning(parity).carry).toBe('parity:0.04,0');
  expect(modelMeaning('oi/unheard-of/zero/bsm/live').convention).toBe('unheard-of');
});
