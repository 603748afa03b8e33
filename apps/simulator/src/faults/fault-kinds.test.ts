import { expect, test } from 'vitest';
import { faultKinds, parseFault } from './fault-kinds.ts';

test('every fault is read by its name, with its standard argument or one given', () => {
  for (const [name, kind] of Object.entries(faultKinds)) {
    const argument = 'argument' in kind ? kind.argument.standard : 0;
    expect(parseFault(name)).toEqual({ name, argument });
  }
  expect(parseFault('429:7')).toEqual({ name: '429', argument: 7 });
});

test.each([
  ['', /there is no fault ""/],
  ['dorp', /there is no fault "dorp"; there is .*drop-fin, /],
  ['constructor', /there is no fault/],
  ['stall:1', /stall takes no argument/],
  ['429:soon', /429 takes SECONDS, a whole number from 0 to 600/],
  ['reorder:5001', /reorder takes MS, a whole number from 1 to 5000/],
  ['reorder:', /reorder takes MS/],
  ['reorder:1:2', /there is no fault "reorder:1:2"/],
])('"%s" is refused with what would do', (text, expected) => {
  expect(() => parseFault(text)).toThrow(expected);
});
