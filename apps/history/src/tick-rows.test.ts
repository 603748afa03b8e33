import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { envelope, fullMinute } from './fixtures/events.ts';
import { barRow, gapRow, tickRow } from './tick-rows.ts';

const provenance = { underlying: 'SPX', input_seq: 42, session_date: '2026-11-20', feed: 'sim', run: 'run-1' };

test('a quote keeps what changed; the rest is null, not zero', () => {
  const quote = envelope('underlying-quote', {
    origin: 'stream',
    last: 6001.5,
    volume: 0,
    tradeMs: epochMs(fullMinute - 20),
  } as const);
  expect(tickRow(quote)).toEqual({
    ts: fullMinute,
    origin: 'stream',
    bid: null,
    ask: null,
    last: 6001.5,
    mark: null,
    volume: 0,
    quote_ts: null,
    trade_ts: fullMinute - 20,
    ...provenance,
  });
});

test('a bar stands at the start of its minute, not at the moment it came', () => {
  const body = { startMs: fullMinute, open: 1, high: 4, low: 0.5, close: 2, volume: 1000 };
  const event = envelope('underlying-bar', body, { eventMs: epochMs(fullMinute + 60_250) });
  expect(barRow(event)).toEqual({ ts: fullMinute, open: 1, high: 4, low: 0.5, close: 2, volume: 1000, ...provenance });
});

test('a gap stands at its begin, with its end and reason', () => {
  const body = { fromMs: epochMs(fullMinute - 5000), toMs: fullMinute, reason: 'socket closed' };
  expect(gapRow(envelope('gap', body))).toEqual({
    from_ts: fullMinute - 5000,
    to_ts: fullMinute,
    reason: 'socket closed',
    ...provenance,
  });
});
