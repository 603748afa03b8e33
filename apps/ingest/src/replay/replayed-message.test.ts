import { epochMs, type OptionUpdates } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { Counters } from '../counters.ts';
import type { StoredEntry } from '../recording/recording-format.ts';
import { replayedMessage } from './replayed-message.ts';

const at = epochMs(1_795_000_000_000);
const underlyings = new Set(['SPX', 'SPY']);
const entry = (kind: StoredEntry['kind'], body: string, request = ''): StoredEntry => ({
  kind,
  receivedMs: at,
  request,
  body: Buffer.from(body),
});

test('what the recording could not hold is a gap of every underlying', () => {
  const missing = { fromMs: at - 900, toMs: at, entries: 7 };
  const message = replayedMessage(entry('missing', JSON.stringify(missing)), underlyings, new Counters());
  const body = { fromMs: at - 900, toMs: at, reason: "the recording's disk was too slow: 7 entries are missing" };
  expect(message).toEqual({
    type: 'publish',
    receivedMs: at,
    drafts: ['SPX', 'SPY'].map((underlying) => ({ kind: 'gap', underlying, sourceMs: at, body })),
  });
});

test('an answer that could not be read then cannot be read now, and is counted again', () => {
  const counters = new Counters();
  const request = '/marketdata/v1/chains?symbol=%24SPX&fromDate=2026-11-20&toDate=2026-11-20';
  const { drafts } = replayedMessage(entry('answer', '{"status":"FAILED"}', request), underlyings, counters) as never;
  expect(drafts).toEqual([]);
  expect(counters.snapshot().restFailures).toEqual({ SCHWAB_BAD_ANSWER: 1 });
});

test('strikes around the money list nothing, whole expiries do', () => {
  const at = { quoteTimeInLong: 1_794_999_999_000, tradeTimeInLong: 0 };
  const contract = { putCall: 'CALL', symbol: 'SPY   261120C00600000', bid: 1, ask: 2, ...at };
  const body = JSON.stringify({ symbol: 'SPY', callExpDateMap: { '2026-11-20:2': { '600.0': [contract] } }, putExpDateMap: {} });
  const listing = (more: string) => {
    const request = `/marketdata/v1/chains?symbol=SPY&fromDate=2026-11-20&toDate=2026-11-20${more}`;
    const { drafts } = replayedMessage(entry('answer', body, request), underlyings, new Counters()) as never;
    expect(drafts).toHaveLength(1);
    return (drafts[0] as { body: OptionUpdates }).body.listing;
  };
  expect(listing('&range=ALL')).toEqual({ fromDate: '2026-11-20', toDate: '2026-11-20', part: 0, parts: 1 });
  expect(listing('&strikeCount=40')).toBeUndefined();
});

test('the list of expiries only led to what was asked for next', () => {
  const request = '/marketdata/v1/expirationchain?symbol=SPY';
  const message = replayedMessage(entry('answer', '{"expirationList":[]}', request), underlyings, new Counters());
  expect(message).toEqual({ type: 'publish', receivedMs: at, drafts: [] });
});

test('a stream of underlyings that are not followed gives nothing', () => {
  const data = { service: 'LEVELONE_EQUITIES', timestamp: at, command: 'SUBS', content: [{ key: 'QQQ', '1': 1.5 }] };
  const message = replayedMessage(entry('frame', JSON.stringify({ data: [data] })), underlyings, new Counters());
  expect(message).toEqual({ type: 'publish', receivedMs: at, drafts: [] });
});
