import { modelText } from '@gexstream/domain';
import { Value } from 'typebox/value';
import { describe, expect, test, vi } from 'vitest';
import { GexDetail, GexSymbol } from '../contract/gex.ts';
import { LevelsEvent } from '../contract/stream.ts';
import { cellsEvent, levelsEvent, openMs } from '../events.fixture.ts';
import { cellsBody } from './cells-body.ts';
import { levelsBody } from './levels-body.ts';
import { partCache } from './part-cache.ts';
import { regimeBody } from './regime-body.ts';
import { cellsPart, levelsPart, serialisedAnswers } from './serialised-answers.ts';
import { strikeRows } from './strike-rows.ts';

const head = { ageMs: 1_200, feedNow: openMs, status: 'live' } as const;
const levels = levelsEvent();
const cells = cellsEvent();

describe('spliced answers', () => {
  test('are the JSON that the whole object would give', () => {
    const expected = {
      age_ms: 1_200,
      feed_now: '2026-11-20T15:30:00.000Z',
      status: 'live',
      ...levelsBody(levels),
      recommendation: regimeBody(levels, cells),
      strikes: strikeRows(cells.body),
      king_history: [],
      volume_surges: [],
      cells: cellsBody(cells),
    };
    const answers = serialisedAnswers(levelsPart(levels, partCache()), cellsPart(cells, partCache()), null);
    expect(JSON.parse(answers.detailJson(head))).toEqual(JSON.parse(JSON.stringify(expected)));
  });

  test.each([
    ['with cells', cellsPart(cells, partCache())],
    ['before the first cells', null],
  ])('match their schemas %s', (_case, part) => {
    const answers = serialisedAnswers(levelsPart(levels, partCache()), part, null);
    expect([...Value.Errors(GexDetail, JSON.parse(answers.detailJson(head)))]).toEqual([]);
    expect([...Value.Errors(GexSymbol, JSON.parse(answers.symbolJson(head)))]).toEqual([]);
    expect([...Value.Errors(LevelsEvent, JSON.parse(answers.levelsJson(head)))]).toEqual([]);
    expect(JSON.parse(answers.levelsJson(head))).not.toHaveProperty('strikes');
  });

  test('hold no letter wider than Latin-1, and read as they were meant', () => {
    const detail = serialisedAnswers(levelsPart(levels, partCache()), cellsPart(cells, partCache()), null).detailJson(head);
    expect(detail).not.toMatch(/[\u0100-\uffff]/);
    expect(JSON.parse(detail).zero_gamma_method).toBe(modelText(levels.body.model).zeroGammaMethod);
    expect(modelText(levels.body.model).zeroGammaMethod).toMatch(/[\u0100-\uffff]/);
  });

  test('carry the moment of the answer, over a heavy part that is made once', () => {
    const answers = serialisedAnswers(levelsPart(levels, partCache()), cellsPart(cells, partCache()), null);
    const stringify = vi.spyOn(JSON, 'stringify');
    const first = answers.detailJson(head);
    const made = stringify.mock.calls.length;
    const later = answers.detailJson({ ...head, ageMs: 9_000, status: 'delayed' });
    expect(stringify.mock.calls.length).toBe(made);
    stringify.mockRestore();
    expect(JSON.parse(first)).toMatchObject({ age_ms: 1_200, status: 'live' });
    expect(JSON.parse(later)).toMatchObject({ age_ms: 9_000, status: 'delayed' });
  });
});

describe('the body of the levels', () => {
  test('repeats the old heatmap’s names beside ours', () => {
    expect(levelsBody(levels)).toMatchObject({
      symbol: 'SPX',
      timestamp: '2026-11-20T15:30:00.000Z',
      as_of: '2026-11-20T15:30:00.000Z',
      expirations: ['2026-11-20', '2026-11-23'],
      total: { net_gex: 5, call_gex: 12, put_gex: -7, gross_gex: 19 },
      total_net_gex: 5,
      gamma_wall: 6010,
      king_node: 6010,
      put_wall: null,
      source: 'sim',
      simulated: true,
      model: 'oi/calls+puts-/zero/bsm/live',
    });
  });

  test('says of its model what every other answer of the product says', () => {
    const { unit, measure, convention, carry, zeroGammaMethod } = modelText(levels.body.model);
    expect(levelsBody(levels)).toMatchObject({ unit, measure, convention, carry, zero_gamma_method: zeroGammaMethod });
  });

  test('counts days to expiry from the session’s date', () => {
    expect(levelsBody(levels).expiries.map(({ dte }) => dte)).toEqual([0, 3]);
  });

  test('says live and replay as what they are', () => {
    expect(levelsBody(levelsEvent({ feed: 'live' }))).toMatchObject({ source: 'live', simulated: false });
    expect(levelsBody(levelsEvent({ feed: 'replay-7' }))).toMatchObject({ source: 'replay', simulated: false });
    expect(levelsBody(levelsEvent({ feed: 'replay-sim-7' }))).toMatchObject({ source: 'replay', simulated: true });
    expect(levelsBody(levelsEvent({ feed: 'sim-cboe' }))).toMatchObject({ source: 'sim', simulated: true });
  });
});

const unquoted = {
  ...{ call_iv: null, put_iv: null, call_delta: null, put_delta: null },
  ...{ call_bid: null, call_ask: null, put_bid: null, put_ask: null },
};

describe('rows by strike', () => {
  test('sum a strike over its expiries, gross as call + |put|, with the quotes of what expires today', () => {
    expect(strikeRows(cells.body)).toEqual([
      {
        strike: 6000,
        net_gex: -1,
        call_gex: 2,
        put_gex: -3,
        total_gamma: 5,
        call_oi: 40,
        put_oi: 120,
        call_volume: 4,
        put_volume: 12,
        call_iv: 0.125,
        put_iv: 0.1328125,
        call_delta: 0.625,
        put_delta: null,
        call_bid: 21.5,
        call_ask: 21.75,
        put_bid: 16.25,
        put_ask: 16.5,
      },
      {
        strike: 6010,
        net_gex: 6,
        call_gex: 10,
        put_gex: -4,
        total_gamma: 14,
        call_oi: 60,
        put_oi: 140,
        call_volume: 6,
        put_volume: 14,
        ...unquoted,
      },
    ]);
  });

  test('C5: of cells from before there were quotes have none', () => {
    const { expiringQuotes: _, ...before } = cells.body;
    expect(strikeRows(before)).toEqual(strikeRows(cells.body).map((row) => ({ ...row, ...unquoted })));
  });

  test('leave out a strike of the axis that has no cell', () => {
    const one = cellsEvent(
      {},
      {
        expiryIndex: Uint16Array.of(1),
        strikeIndex: Uint16Array.of(1),
        callGex: Float64Array.of(1),
        putGex: Float64Array.of(0),
        callOi: Float64Array.of(1),
        putOi: Float64Array.of(0),
        callVolume: Float64Array.of(0),
        putVolume: Float64Array.of(0),
      },
    );
    expect(strikeRows(one.body).map(({ strike }) => strike)).toEqual([6010]);
  });
});
