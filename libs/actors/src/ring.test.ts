import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ring } from './ring.ts';

test('a ring behaves as an array with a limit, whatever is pushed, shifted and replaced', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('push' as const), value: fc.integer() }),
    fc.record({ do: fc.constant('shift' as const), value: fc.constant(0) }),
    fc.record({ do: fc.constant('replace' as const), value: fc.integer() }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.array(step, { maxLength: 300 }), (capacity, steps) => {
      const ring = new Ring<number>(capacity);
      const model: number[] = [];
      for (const { do: action, value } of steps) {
        if (action === 'push') {
          expect(ring.push(value)).toBe(model.length < capacity);
          if (model.length < capacity) model.push(value);
        } else if (model.length > 0) {
          if (action === 'shift') expect(ring.shift()).toBe(model.shift());
          else {
            const index = Math.abs(value) % model.length;
            ring.replace(index, value);
            model[index] = value;
          }
        }
        expect(ring.size).toBe(model.length);
        expect(ring.first).toBe(model[0]);
      }
      while (model.length > 0) expect(ring.shift()).toBe(model.shift());
    }),
  );
});

test('taking from an empty ring and replacing beyond its end are mistakes', () => {
  const ring = new Ring<number>(2);
  expect(() => ring.shift()).toThrow(RangeError);
  ring.push(1);
  expect(() => ring.replace(1, 2)).toThrow(RangeError);
});
