import { carryText } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { parseCarry } from './parse-carry.ts';

test('zero and RATE,YIELD stand for every expiry', () => {
  expect(parseCarry('zero')).toEqual({ kind: 'zero' });
  expect(parseCarry('0.043,0.0125')).toEqual({ kind: 'flat', rate: 0.043, dividendYield: 0.0125 });
});

test('parity takes its rate and fallback yield, or the stated ones', () => {
  expect(parseCarry('parity')).toEqual({ kind: 'parity', rate: 0.043, dividendYield: 0.0125 });
  expect(parseCarry('parity:0.05,0.01')).toEqual({ kind: 'parity', rate: 0.05, dividendYield: 0.01 });
});

test.each(['parity', 'parity:0.05,-0.01', 'zero', '0.04,0'])(
  '%s comes back from what payloads and recordings say of it',
  (text) => {
    expect(parseCarry(carryText(parseCarry(text)))).toEqual(parseCarry(text));
  },
);

test.each(['4.3,1.2', '0.04', '0.04,', 'none', '', '0.04,0.01,0'])('"%s" is refused, with what to write', (text) => {
  expect(() => parseCarry(text)).toThrow(/parity.*zero.*RATE,YIELD.*0\.043,0\.0125/);
  expect(() => parseCarry(`parity:${text}`)).toThrow(/parity:RATE,YIELD.*got "parity:/);
});
