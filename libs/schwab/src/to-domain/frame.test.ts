import { epochMs, optionField } from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../stream/index.ts';
import { frameToDomain } from './frame.ts';

// Frames as the fact sheet on Schwab's API gives them.
const snapshot =
  '{"data":[{"service":"LEVELONE_OPTIONS","timestamp":1773673446011,"command":"SUBS","content":[{"key":"SPY   260320C00600000","delayed":false,"assetMainType":"OPTION","2":5.51,"3":5.54,"4":5.53,"8":18342,"9":25410,"10":18.41203911,"13":100.0,"16":42,"17":37,"18":2,"38":1773673445123,"39":1773673438402,"43":"P"}]}]}';
const change =
  '{"data":[{"service":"LEVELONE_OPTIONS","timestamp":1773673447018,"command":"SUBS","content":[{"key":"SPY   260320C00600000","3":5.55,"17":12,"38":1773673446944}]}]}';
const bar =
  '{"data":[{"service":"CHART_EQUITY","timestamp":1773673440112,"command":"SUBS","content":[{"key":"SPY","seq":64,"1":243,"2":601.02,"3":601.31,"4":600.98,"5":601.22,"6":84211.0,"7":1773673380000,"8":20528}]}]}';
const index =
  '{"data":[{"service":"LEVELONE_EQUITIES","timestamp":1773673447018,"command":"SUBS","content":[{"key":"$SPX","3":6012.51,"35":1773673446900}]}]}';

const convert = (text: string, tradingDay = true) =>
  frameToDomain(decodeFrame(text).data, { receivedMs: epochMs(1773673448000), tradingDay });

describe('a data frame of the streamer', () => {
  test('an option snapshot carries every field it has, with the times of quote and trade', () => {
    const [update] = convert(snapshot).updates;
    expect(update).toMatchObject({ kind: 'option-updates', underlying: 'SPY', sourceMs: 1773673446011 });
    if (update?.kind !== 'option-updates') throw new Error('not option updates');
    const { body } = update;
    expect(body.origin).toBe('stream');
    expect(body.mask[0]).toBe(Object.values(optionField).reduce((all, bit) => all | bit, 0));
    expect(body.columns.iv![0]).toBeCloseTo(0.1841203911, 14);
    expect([body.quoteMs![0], body.tradeMs![0], body.greeksMs![0]]).toEqual([1773673445123, 1773673438402, 1773673446011]);
    expect(body.settlement).toEqual(['P']);
  });

  test('a change carries only what changed', () => {
    const [update] = convert(change).updates;
    if (update?.kind !== 'option-updates') throw new Error('not option updates');
    expect(update.body.mask[0]).toBe(optionField.ask | optionField.askSize);
    expect(Object.keys(update.body.columns).sort()).toEqual(['ask', 'askSize']);
    expect(update.body.quoteMs![0]).toBe(1773673446944);
  });

  test('contracts of one frame are grouped by underlying: SPXW belongs to SPX', () => {
    const content = ['SPXW  260320C06000000', 'QQQ   260320P00600000', 'SPX   260320P06000000'].map((key) => ({ key, '2': 1 }));
    const text = JSON.stringify({ data: [{ service: 'LEVELONE_OPTIONS', timestamp: 1773673447018, command: 'SUBS', content }] });
    const { updates } = convert(text);
    expect(updates.map((update) => [update.underlying, update.kind === 'option-updates' && update.body.symbols])).toEqual([
      ['SPX', ['SPXW  260320C06000000', 'SPX   260320P06000000']],
      ['QQQ', ['QQQ   260320P00600000']],
    ]);
  });

  test('a chart bar is read in the order of the wire: the sequence comes first', () => {
    expect(convert(bar).updates).toEqual([
      {
        kind: 'underlying-bar',
        underlying: 'SPY',
        sourceMs: 1773673440112,
        body: { startMs: 1773673380000, open: 601.02, high: 601.31, low: 600.98, close: 601.22, volume: 84211 },
      },
    ]);
  });

  test('a bar whose high is below its close is left out and counted', () => {
    const { updates, rejected } = convert(bar.replace('"3":601.31', '"3":601.1'));
    expect(updates).toEqual([]);
    expect(rejected).toEqual([{ reason: 'inconsistent bar', field: 'bar', count: 1, example: 'SPY' }]);
  });

  test('an index tick keeps its last value and time, under the name without prefix', () => {
    expect(convert(index).updates).toEqual([
      {
        kind: 'underlying-quote',
        underlying: 'SPX',
        sourceMs: 1773673447018,
        body: { origin: 'stream', last: 6012.51, tradeMs: 1773673446900 },
      },
    ]);
  });

  test('one bad content of a frame does not cost the others', () => {
    const content = [
      { key: 'garbage', '2': 1 },
      { key: 'SPY   260320C00600000', '2': 'x', '3': 5.5 },
    ];
    const { updates, rejected } = convert(
      JSON.stringify({ data: [{ service: 'LEVELONE_OPTIONS', timestamp: 1773673447018, command: 'SUBS', content }] }),
    );
    expect(updates).toHaveLength(1);
    expect(rejected.map(({ reason, field }) => [field, reason])).toEqual([
      ['contract', 'unreadable symbol'],
      ['bid', 'not a number'],
    ]);
  });
});
