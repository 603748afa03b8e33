import { expect, test } from 'vitest';
import { easternTime } from '../calendar/eastern-time.ts';
import { type EpochMs, epochMs } from '../time/epoch-ms.ts';
import { expectedVolumeShare, timeNormalisedWhale } from './volume-curve.ts';
import { whaleScore } from './whale-score.ts';

const at = (hour: number, minute: number): EpochMs => easternTime('2026-11-20', hour, minute);

test('the share rises from the open to the close without a jump, and is 1 there', () => {
  let before = 0;
  for (let ms: number = at(9, 30); ms < at(16, 0); ms += 60_000) {
    const share = expectedVolumeShare(epochMs(ms))!;
    expect(share).toBeGreaterThanOrEqual(before);
    expect(share - before).toBeLessThan(0.021);
    before = share;
  }
  expect(expectedVolumeShare(epochMs(at(16, 0) - 1))).toBeCloseTo(1, 6);
  expect(expectedVolumeShare(at(10, 0))).toBeCloseTo(0.13, 12);
  expect(expectedVolumeShare(at(11, 15))).toBeCloseTo(0.13 + 0.09 + 0.075 + 0.0325, 12);
});

test('a half day runs the same shape in less time; after the close all is done, before the open nothing is known', () => {
  const halfDay = '2026-11-27';
  expect(expectedVolumeShare(easternTime(halfDay, 11, 15))).toBeCloseTo(expectedVolumeShare(at(12, 45))!, 12);
  // The last scan is at the close, and what it finds stands until Monday.
  const saturday = easternTime('2026-11-21', 12, 0);
  for (const done of [at(16, 0), at(23, 59), saturday, easternTime(halfDay, 13, 0)]) expect(expectedVolumeShare(done)).toBe(1);
  for (const open of [at(0, 0), at(9, 29), easternTime(halfDay, 9, 0)]) expect(expectedVolumeShare(open)).toBeNull();
});

test('S-02: the same flow scores alike at 10:00 and at 15:30, while the plain score grows almost sevenfold', () => {
  const score = (moment: EpochMs) => {
    const share = expectedVolumeShare(moment)!;
    const contract = { strike: 180, delta: 0.52, mark: 4, iv: 0.45, volume: 30_000 * share, openInterest: 6_000 };
    return whaleScore(contract, 180, 180e6 * share)!.value;
  };
  const [early, late] = [at(10, 0), at(15, 30)];
  expect(score(late) / score(early)).toBeCloseTo(0.845 / 0.13, 9);
  expect(timeNormalisedWhale(score(early), early)).toBeCloseTo(19.5, 9);
  expect(timeNormalisedWhale(score(late), late)).toBeCloseTo(19.5, 9);
  expect(timeNormalisedWhale(19.5, at(17, 0))).toBe(19.5);
  expect(timeNormalisedWhale(19.5, at(9, 0))).toBeNull();
});
