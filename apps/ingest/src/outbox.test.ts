import { epochMs } from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import type { Draft } from './draft.ts';
import { Outbox, type OutboxEntry } from './outbox.ts';

const at = (ms: number) => epochMs(1_000_000 + ms);
const now = at(999);

const quote = (underlying: string): Draft => ({
  kind: 'underlying-quote',
  underlying,
  sourceMs: at(0),
  body: { origin: 'stream', last: 100 },
});

const options = (rows: number, origin: 'stream' | 'rest' = 'stream'): Draft => ({
  kind: 'option-updates',
  underlying: 'SPX',
  sourceMs: at(0),
  body: {
    origin,
    symbols: new Array(rows).fill('SPXW  261120C06000000'),
    mask: new Uint16Array(rows),
    columns: { bid: new Float64Array(rows) },
  },
});

const link = (stream: 'up' | 'down'): Draft => ({
  kind: 'feed-link',
  underlying: 'SPX',
  sourceMs: at(0),
  body: { stream, reason: '' },
});

/** All there is, call by call. */
const drain = (outbox: Outbox): OutboxEntry[] => {
  const all: OutboxEntry[] = [];
  for (let taken = outbox.take(now); taken.length > 0; taken = outbox.take(now)) all.push(...taken);
  return all;
};
const draftsOf = (entries: readonly OutboxEntry[]): readonly Draft[] =>
  entries.flatMap((entry) => ('mark' in entry ? [] : entry.drafts));

const limits = { bytesMax: 2 ** 30, draftsMax: 4 };

describe('the outbox', () => {
  test('gives back what came in its order, and of marks with nothing between them the newest', () => {
    const outbox = new Outbox();
    outbox.mark(at(1));
    outbox.mark(at(2));
    outbox.put([quote('SPX')], at(3));
    for (const ms of [4, 5, 6]) outbox.mark(at(ms));
    expect(drain(outbox)).toEqual([{ mark: at(2) }, { drafts: [quote('SPX')], receivedMs: at(3) }, { mark: at(6) }]);
  });

  test('full by number: what comes is dropped and counted, by underlying', () => {
    const outbox = new Outbox(limits);
    for (let ms = 0; ms < 4; ms++) outbox.put([quote('SPX')], at(ms));
    outbox.put([options(50), quote('QQQ')], at(10));
    outbox.put([options(7)], at(20));
    expect(outbox.status(at(20))).toMatchObject({
      drafts: 4,
      dropped: { SPX: { records: 2, updates: 57 }, QQQ: { records: 1, updates: 1 } },
    });
  });

  test('full by bytes: memory is counted by what columns take, not by records', () => {
    const outbox = new Outbox({ bytesMax: 2 ** 16, draftsMax: 1_000 });
    outbox.put([options(800, 'rest')], at(0));
    expect(outbox.status(now)).toMatchObject({ drafts: 1, dropped: {} });
    outbox.put([options(200, 'rest')], at(1));
    expect(outbox.status(now)).toMatchObject({ drafts: 1, dropped: { SPX: { records: 1, updates: 200 } } });
  });

  test('once half is free, a gap of each underlying says exactly what is missing, before anything newer', () => {
    const outbox = new Outbox(limits);
    for (let ms = 0; ms < 4; ms++) outbox.put([quote('IWM')], at(ms));
    outbox.put([options(5)], at(10));
    outbox.put([quote('QQQ')], at(15));
    outbox.put([options(6)], at(20));
    outbox.mark(at(30));
    expect(draftsOf(outbox.take(now))).toHaveLength(4);
    outbox.put([quote('SPX')], at(40));
    const said = draftsOf(drain(outbox));
    expect(said.map(({ kind, underlying }) => [kind, underlying])).toEqual([
      ['gap', 'SPX'],
      ['gap', 'QQQ'],
    ]);
    expect(said.map(({ body }) => body)).toMatchObject([
      { fromMs: at(10), toMs: at(40), reason: expect.stringContaining('3 records with 12 updates dropped') },
      { fromMs: at(15), toMs: at(15), reason: expect.stringContaining('1 records with 1 updates dropped') },
    ]);
    outbox.put([quote('SPX')], at(50));
    expect(draftsOf(drain(outbox))).toEqual([quote('SPX')]);
    expect(outbox.status(now)).toMatchObject({ drafts: 0, bytes: 0, waitedMs: 0 });
  });

  test('how the stream stands, and gaps that were dropped, are not forgotten', () => {
    const outbox = new Outbox(limits);
    for (let ms = 0; ms < 4; ms++) outbox.put([quote('SPX')], at(ms));
    outbox.put([link('down')], at(10));
    const gap: Draft = {
      kind: 'gap',
      underlying: 'SPX',
      sourceMs: at(20),
      body: { fromMs: at(5), toMs: at(20), reason: 'away' },
    };
    outbox.put([gap, link('up')], at(20));
    outbox.take(now);
    const [said, ...links] = draftsOf(drain(outbox));
    expect(said!.body).toMatchObject({ fromMs: at(5), toMs: at(20) });
    expect(links.map(({ body }) => body)).toEqual([{ stream: 'up', reason: '' }]);
  });

  test('age counts from the oldest that is not kept yet', () => {
    const outbox = new Outbox();
    outbox.put([quote('SPX')], at(0));
    outbox.take(at(0));
    outbox.put([quote('SPX')], at(100));
    expect(outbox.status(at(5_000)).waitedMs).toBe(5_000);
    outbox.take(at(5_000));
    expect(outbox.status(at(5_000)).waitedMs).toBe(4_900);
    outbox.take(at(5_000));
    expect(outbox.status(at(5_000)).waitedMs).toBe(0);
  });

  test('a large backlog is taken in pieces of a megabyte', () => {
    const outbox = new Outbox();
    for (let ms = 0; ms < 500; ms++) outbox.put([options(50)], at(ms));
    expect(outbox.take(now).length).toBeLessThan(500);
    expect(draftsOf(drain(outbox)).length).toBeGreaterThan(0);
  });
});
