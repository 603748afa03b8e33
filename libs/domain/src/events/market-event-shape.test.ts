import { describe, expect, test } from 'vitest';
import { epochMs } from '../time/index.ts';
import type { Envelope } from './envelope.ts';
import { isMarketEvent, unreadableReason } from './market-event-shape.ts';

const quote = (version: number): Envelope<string, unknown> => ({
  kind: 'underlying-quote',
  version,
  feed: 'sim',
  run: 'r',
  underlying: 'SPX',
  seq: 1,
  eventMs: epochMs(1),
  receiveMs: epochMs(1),
  emitMs: epochMs(1),
  sessionDate: '2026-11-20',
  body: { origin: 'stream', last: 6000, ofALaterVersion: [1] },
});

describe('C5: a record of topic market', () => {
  test.each([0, 1, 2])('of version %i is read, with the fields that this program does not know', (version) => {
    const event = quote(version);
    expect(isMarketEvent(event)).toBe(true);
    expect(event.body).toHaveProperty('ofALaterVersion', [1]);
  });

  test('of a version further away is refused, saying which', () => {
    expect(unreadableReason(quote(3))).toBe('version 3 of underlying-quote; this reader knows 1');
  });
});

describe('K3: option updates', () => {
  const updates = (listing: unknown): Envelope<string, unknown> => ({
    ...quote(1),
    kind: 'option-updates',
    body: { origin: 'rest', symbols: [], mask: new Uint16Array(0), columns: {}, listing },
  });

  test.each([null, 5, {}, { fromDate: '2026-11-20', toDate: '2026-12-18', part: 0 }])(
    'with the listing %j are refused',
    (listing) => {
      expect(unreadableReason(updates(listing))).toBe('option-updates: listing without its dates and parts');
    },
  );

  test('with a whole listing, or none, are read', () => {
    expect(unreadableReason(updates({ fromDate: '2026-11-20', toDate: '2026-12-18', part: 0, parts: 1 }))).toBeNull();
    expect(unreadableReason(updates(undefined))).toBeNull();
  });
});
