import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { CellsChange } from '../contract/stream.ts';
import { cellsEvent, openMs } from '../events.fixture.ts';
import { sentCells } from './sent-cells.ts';

const at = { atMs: openMs + 1_000 };
/** Of call 1 9 1 1 and put −2 −3 −1 −1. */
const gross = 19;

describe('what is sent of the cells', () => {
  test('is everything with its axes at first', () => {
    const change = sentCells(null).advance(cellsEvent());
    expect(change).toMatchObject({ symbol: 'SPX', reset: true, strikes: [6000, 6010], call_gex: [1, 9, 1, 1] });
    expect(Value.Check(CellsChange, change)).toBe(true);
  });

  test('is the changed cells alone afterwards', () => {
    const change = sentCells(cellsEvent()).advance(cellsEvent(at, { callGex: Float64Array.of(1, 9, 1, 1.5) }));
    expect(change).toEqual({
      symbol: 'SPX',
      reset: false,
      as_of: '2026-11-20T15:30:01.000Z',
      spot: 6005,
      expiry_index: [1],
      strike_index: [1],
      call_gex: [1.5],
      put_gex: [-1],
      call_oi: [40],
      put_oi: [80],
      call_volume: [4],
      put_volume: [8],
    });
    expect(Value.Check(CellsChange, change)).toBe(true);
  });

  test('is nothing when no cell changed', () => {
    expect(sentCells(cellsEvent()).advance(cellsEvent(at))).toBeNull();
  });

  test('counts a GEX as changed above 1e-10 of gross, measured from what was sent', () => {
    const sent = sentCells(cellsEvent());
    const by = (share: number) => cellsEvent(at, { callGex: Float64Array.of(1 + share * gross, 9, 1, 1) });
    expect(sent.advance(by(0.6e-10))).toBeNull();
    // The second small step is above the bound when counted from the value the reader holds.
    expect(sent.advance(by(1.2e-10))?.call_gex).toEqual([1 + 1.2e-10 * gross]);
  });

  test('counts any change of open interest or volume', () => {
    const sent = sentCells(cellsEvent());
    expect(sent.advance(cellsEvent(at, { putVolume: Float64Array.of(5, 6, 7, 9) }))?.put_volume).toEqual([9]);
    expect(
      sent.advance(cellsEvent(at, { putVolume: Float64Array.of(5, 6, 7, 9), callOi: Float64Array.of(11, 20, 30, 40) }))?.call_oi,
    ).toEqual([11]);
  });

  test('is everything again when an axis changes', () => {
    const change = sentCells(cellsEvent()).advance(cellsEvent(at, { strikes: Float64Array.of(6000, 6015) }));
    expect(change).toMatchObject({ reset: true, strikes: [6000, 6015] });
  });

  test('is everything again when a cell goes', () => {
    const three = (column: Float64Array | Uint16Array) => column.slice(0, 3);
    const { body } = cellsEvent();
    const fewer = cellsEvent(at, {
      expiryIndex: three(body.expiryIndex) as Uint16Array<ArrayBuffer>,
      strikeIndex: three(body.strikeIndex) as Uint16Array<ArrayBuffer>,
      callGex: three(body.callGex) as Float64Array<ArrayBuffer>,
      putGex: three(body.putGex) as Float64Array<ArrayBuffer>,
      callOi: three(body.callOi) as Float64Array<ArrayBuffer>,
      putOi: three(body.putOi) as Float64Array<ArrayBuffer>,
      callVolume: three(body.callVolume) as Float64Array<ArrayBuffer>,
      putVolume: three(body.putVolume) as Float64Array<ArrayBuffer>,
    });
    const sent = sentCells(cellsEvent());
    expect(sent.advance(fewer)).toMatchObject({ reset: true, call_gex: [1, 9, 1] });
    // And the fourth comes back as a new cell of the same axes.
    expect(sent.advance(cellsEvent(at))).toMatchObject({ reset: false, expiry_index: [1], strike_index: [1] });
  });
});
