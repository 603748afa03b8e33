import { describe, expect, test } from 'vitest';
import { type EpochMs, epochMs } from '../time/epoch-ms.ts';
import { settlementOfRoot, settlesMs, yearFloor, yearsToSettlement } from './settlement.ts';

const at = (iso: string): EpochMs => epochMs(Date.parse(iso));

describe('how a root settles', () => {
  test.each(['SPX', 'NDX', 'RUT', 'VIX', 'VIXW', 'DJX'])('%s on the opening quotation', (root) => {
    expect(settlementOfRoot(root)).toBe('am');
  });
  test.each(['SPXW', 'NDXP', 'RUTW', 'XSP', 'SPY', 'QQQ', 'IWM', 'NVDA'])('%s at the close', (root) => {
    expect(settlementOfRoot(root)).toBe('pm');
  });
});

describe('when', () => {
  test('the same third Friday settles at 09:30 for SPX and at 16:00 for SPXW', () => {
    expect(settlesMs('2024-01-19', settlementOfRoot('SPX'))).toBe(at('2024-01-19T14:30:00Z'));
    expect(settlesMs('2024-01-19', settlementOfRoot('SPXW'))).toBe(at('2024-01-19T21:00:00Z'));
  });

  test('an a.m. expiry on another weekday is still an a.m. expiry', () => {
    expect(settlesMs('2026-05-06', settlementOfRoot('SPX'))).toBe(at('2026-05-06T13:30:00Z'));
  });

  test('on a half day the close is at 13:00, the opening as ever', () => {
    expect(settlesMs('2025-11-28', 'pm')).toBe(at('2025-11-28T18:00:00Z'));
    expect(settlesMs('2025-11-28', 'am')).toBe(at('2025-11-28T14:30:00Z'));
  });
});

describe('time to settlement', () => {
  const settles = settlesMs('2025-09-04', 'pm');

  test('is calendar minutes over 525 600: 90 minutes from 14:30 to the close', () => {
    expect(yearsToSettlement(at('2025-09-04T18:30:00Z'), settles)).toBeCloseTo(90 / 525_600, 15);
  });

  test.each([
    ['2025-11-01', '2025-11-02'],
    ['2026-03-07', '2026-03-08'],
  ])('counts 1440 minutes a day over a change of the clock: %s to %s', (from, to) => {
    const years = yearsToSettlement(settlesMs(from, 'pm'), settlesMs(to, 'pm'));
    expect(years * 525_600).toBeCloseTo(1440, 9);
  });

  test('is zero at the settlement and negative after it: nothing is floored here', () => {
    expect(yearsToSettlement(settles, settles)).toBe(0);
    expect(yearsToSettlement(epochMs(settles + 60_000), settles)).toBe(-yearFloor);
  });

  test('the floor is one minute', () => {
    expect(yearsToSettlement(epochMs(settles - 60_000), settles)).toBe(yearFloor);
  });
});
