import { expect, test } from 'vitest';
import { scanLeadMs } from './scan-lead.ts';

test('44 symbols are asked for a good two minutes ahead, 500 as soon as the last scan is over', () => {
  // 44 calls at 38.5 a minute are 69 s, and a minute of slack.
  expect(scanLeadMs(44)).toBe(129_000);
  expect(scanLeadMs(500)).toBe(839_000 + 1_000);
  expect(scanLeadMs(5_000)).toBe(899_000);
});
