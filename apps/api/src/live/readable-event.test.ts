import { describe, expect, test } from 'vitest';
import { cellsEvent, feedStatusEvent, levelsEvent } from '../events.fixture.ts';
import { exposuresEvent } from '../exposures.fixture.ts';
import { readableEvent } from './readable-event.ts';

const exposures = exposuresEvent();
const unpriced = { expiry: '2026-11-20', settlement: 'pm', call: Number.NaN, put: 1 };
const one = Float64Array.of(1);
const quotes = { bid: one, ask: one, iv: one, delta: one };
const bytes = new Uint8Array();
const reading = (event: { readonly kind: string; readonly version: number; readonly body?: unknown }) => () =>
  readableEvent(() => event, bytes);

describe('a record of the output topics', () => {
  test.each([levelsEvent(), cellsEvent(), exposures, feedStatusEvent({ wallMs: 0 })])('is read as it is: $kind', (event) => {
    expect(reading(event)()).toBe(event);
  });

  test.each([0, 2])('C5: of the neighbouring version %i is read, with what this reader does not know', (version) => {
    const event = { ...levelsEvent(), version, ofALaterVersion: 1 };
    expect(reading(event)()).toBe(event);
  });

  test('of a kind that is not shown gives nothing', () => {
    expect(reading({ kind: 'profile', version: 1, body: {} })()).toBeNull();
  });

  test.each([
    ['a cell that is no number', cellsEvent({}, { callGex: Float64Array.of(1, Number.NaN, 1, 1) })],
    ['columns of different lengths', cellsEvent({}, { putOi: Float64Array.of(1) })],
    ['an index beyond the strikes', cellsEvent({}, { strikeIndex: Uint16Array.of(0, 1, 0, 2) })],
    ['a premium that is no number', { ...exposures, body: { ...exposures.body, premiums: [unpriced] } }],
    [
      'quotes of different lengths',
      cellsEvent(
        {},
        { expiringQuotes: { strikes: Float64Array.of(6000), call: quotes, put: { ...quotes, ask: new Float64Array(2) } } },
      ),
    ],
    [
      'an infinite quote',
      cellsEvent(
        {},
        { expiringQuotes: { strikes: Float64Array.of(6000), call: quotes, put: { ...quotes, bid: Float64Array.of(Infinity) } } },
      ),
    ],
    ['no body', { kind: 'levels', version: 1 }],
    ['a version too far away', { ...levelsEvent(), version: 3 }],
  ])('with %s is refused', (_reason, event) => {
    expect(reading(event)).toThrow(TypeError);
  });
});
