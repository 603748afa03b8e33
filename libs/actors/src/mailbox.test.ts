import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Mailbox, mailbox } from './mailbox.ts';

interface Quote {
  readonly key: string;
  readonly price: number;
}

const drain = <Message>(box: Mailbox<Message>): Message[] => {
  const messages: Message[] = [];
  while (box.depth > 0) messages.push(box.take());
  return messages;
};

describe('block', () => {
  test('refuses when full and loses nothing', () => {
    const box = mailbox<number>({ whenFull: 'block', capacity: 2 });
    expect([1, 2, 3].map((n) => box.offer(n))).toEqual([true, true, false]);
    expect(drain(box)).toEqual([1, 2]);
    expect(box.dropped).toBe(0);
  });
});

describe('drop-oldest', () => {
  test('evicts the oldest, keeps the order of the rest and counts', () => {
    const box = mailbox<number>({ whenFull: 'drop-oldest', capacity: 3 });
    for (const n of [1, 2, 3, 4, 5]) expect(box.offer(n)).toBe(true);
    expect(drain(box)).toEqual([3, 4, 5]);
    expect(box.dropped).toBe(2);
    expect(box.depthMax).toBe(3);
  });
});

describe('latest-per-key', () => {
  const keyed = (capacity: number) => mailbox<Quote>({ whenFull: 'latest-per-key', capacity, keyOf: ({ key }) => key });

  test('replaces a waiting message of the same key at its place, without counting it', () => {
    const box = keyed(3);
    for (const quote of [
      { key: 'SPX', price: 1 },
      { key: 'SPY', price: 2 },
      { key: 'SPX', price: 3 },
    ]) {
      box.offer(quote);
    }
    expect(drain(box)).toEqual([
      { key: 'SPX', price: 3 },
      { key: 'SPY', price: 2 },
    ]);
    expect(box.dropped).toBe(0);
  });

  test('full of other keys, the oldest goes and is counted', () => {
    const box = keyed(2);
    for (const key of ['SPX', 'SPY', 'QQQ']) box.offer({ key, price: 1 });
    expect(drain(box).map(({ key }) => key)).toEqual(['SPY', 'QQQ']);
    expect(box.dropped).toBe(1);
  });

  test('a key that was taken or evicted queues at the end again', () => {
    const box = keyed(2);
    for (const key of ['SPX', 'SPY', 'QQQ', 'SPX']) box.offer({ key, price: 1 });
    expect(drain(box).map(({ key }) => key)).toEqual(['QQQ', 'SPX']);
  });

  test('agrees with a plain list for any sequence of offers and takes', () => {
    const step = fc.option(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), price: fc.integer() }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 100 }), (capacity, steps) => {
        const box = keyed(capacity);
        const model: Quote[] = [];
        let dropped = 0;
        for (const quote of steps) {
          if (quote === null) {
            if (model.length > 0) expect(box.take()).toEqual(model.shift());
            continue;
          }
          box.offer(quote);
          const place = model.findIndex(({ key }) => key === quote.key);
          if (place >= 0) model[place] = quote;
          else {
            if (model.length === capacity) {
              model.shift();
              dropped++;
            }
            model.push(quote);
          }
        }
        expect(box.dropped).toBe(dropped);
        expect(drain(box)).toEqual(model);
      }),
    );
  });
});

test.each(['block', 'drop-oldest'] as const)('what is cleared from a %s mailbox counts as dropped', (whenFull) => {
  const box = mailbox<number>({ whenFull, capacity: 4 });
  box.offer(1);
  box.offer(2);
  box.clear();
  expect([box.depth, box.dropped]).toEqual([0, 2]);
});

test.each([0, -1, 1.5, Number.NaN])('refuses a capacity of %s', (capacity) => {
  expect(() => mailbox<number>({ whenFull: 'block', capacity })).toThrow(RangeError);
});
