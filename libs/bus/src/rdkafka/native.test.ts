import { expect, test } from 'vitest';
import { loadNative } from './native.ts';

test('an addon that is not built is a typed error that says how to build it', () => {
  const load = (): never => {
    throw new Error('Could not locate the bindings file');
  };
  expect(() => loadNative(load)).toThrow(expect.objectContaining({ code: 'BUS_NATIVE_MISSING' }));
  expect(() => loadNative(load)).toThrow('npm run build:native');
});
