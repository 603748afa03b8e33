import { easternTime, epochMs, type PartitionScanEvent, type ScanRun, type SymbolScan, scanIdOf } from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import { type ScanRunEffect, type ScanRuns, scanRuns } from './scan-run.actor.ts';

const symbol = (name: string, skew25d: number | null, apiCalls = 1): SymbolScan => ({
  symbol: name,
  apiCalls,
  rows: [{ symbol: name, expiry: '2026-11-27', skew25d, avgIv: 30, putCallOiRatio: 1, impliedMovePct: 3 }],
  detail: '',
});
const notScanned = (name: string, detail: string, apiCalls = 4): SymbolScan => ({ symbol: name, apiCalls, rows: [], detail });

const report = (partition: number, minute: number, symbols: readonly SymbolScan[]): PartitionScanEvent => {
  const scanMs = easternTime('2026-11-20', 10, minute);
  const head = { version: 1, feed: 'sim', run: 'r1', underlying: '*', seq: 0, receiveMs: scanMs, emitMs: scanMs } as const;
  const body = { scanId: scanIdOf(scanMs), scanMs, startMs: epochMs(scanMs - 120_000), partition, symbols };
  return { kind: 'partition-scan', ...head, eventMs: scanMs, sessionDate: '2026-11-20', body };
};

const after = (reports: readonly PartitionScanEvent[], partitions = 2): readonly ScanRunEffect['event'][] => {
  let state: ScanRuns = { partitions, open: [], closedMs: Number.NEGATIVE_INFINITY };
  return reports.flatMap((each) => {
    const turn = scanRuns(state, each, each.eventMs);
    state = turn.state;
    return turn.effects.map(({ event }) => event);
  });
};
const runsOf = (reports: readonly PartitionScanEvent[]): readonly ScanRun[] =>
  after(reports).flatMap((event) => (event.kind === 'scan-run' ? [event.body] : []));

describe('a scan run', () => {
  test('S-13: begins with the first partition, ends with the last, and counts what was seen and called', () => {
    const events = after([report(1, 0, [symbol('SPY', 4, 0), symbol('AAPL', 6)]), report(0, 0, [symbol('IWM', null, 2)])]);
    expect(events.map(({ kind }) => kind)).toEqual(['scan-run', 'sentiment', 'scan-run']);
    expect(events[0]!.body).toMatchObject({ scanId: '20261120-1000', status: 'running', endMs: null });
    expect(events[2]!.body).toEqual({
      scanId: '20261120-1000',
      startMs: easternTime('2026-11-20', 9, 58),
      endMs: easternTime('2026-11-20', 10, 0),
      status: 'completed',
      stocksScanned: 3,
      expiriesScanned: 3,
      totalApiCalls: 3,
      detail: '',
    });
    expect(events[1]!.body).toMatchObject({ scanId: '20261120-1000', stocksAnalyzed: 3, avgSkew: 5, label: 'ELEVATED_FEAR' });
  });

  test('the order in which partitions come changes nothing that is told at its end', () => {
    const [a, b] = [report(0, 0, [symbol('SPY', 4)]), report(1, 0, [symbol('AAPL', 6), symbol('XOM', -3)])];
    const last = (events: readonly ScanRunEffect['event'][]) => events.slice(1).map(({ body }) => body);
    expect(last(after([a, b]))).toEqual(last(after([b, a])));
  });

  test('S-14: has failed when no symbol could be scanned, as without a login, and then no mood is told', () => {
    const dead = [report(0, 0, [notScanned('SPY', 'login required')]), report(1, 0, [notScanned('XOM', 'login required')])];
    expect(after(dead).map(({ kind }) => kind)).toEqual(['scan-run', 'scan-run']);
    expect(runsOf(dead).at(-1)).toMatchObject({
      status: 'failed',
      stocksScanned: 0,
      totalApiCalls: 8,
      detail: 'not scanned: SPY (login required), XOM (login required)',
    });
  });

  test('a symbol that could not be scanned is named, and the others count', () => {
    const runs = runsOf([
      report(0, 0, [symbol('SPY', 1), notScanned('QQQ', 'SCHWAB_TIMEOUT')]),
      report(1, 0, [symbol('XOM', 1)]),
    ]);
    expect(runs.at(-1)).toMatchObject({ status: 'completed', stocksScanned: 2, detail: 'not scanned: QQQ (SCHWAB_TIMEOUT)' });
  });

  test('S-14: one to which not all partitions come has failed once the others have gone past it', () => {
    const runs = runsOf([report(0, 0, [symbol('SPY', 1)]), report(0, 15, [symbol('SPY', 1)]), report(1, 15, [symbol('XOM', 1)])]);
    expect(runs.map(({ scanId, status }) => [scanId, status])).toEqual([
      ['20261120-1000', 'running'],
      ['20261120-1000', 'failed'],
      ['20261120-1015', 'running'],
      ['20261120-1015', 'completed'],
    ]);
    expect(runs[1]!.detail).toBe('1 of 2 partitions came to it; the others went past it, or say nothing any more');
  });

  test('S-12: two never overlap: what comes twice, or late, for one that has ended is passed over, and the next waits', () => {
    const [a, b] = [report(0, 0, [symbol('SPY', 1)]), report(1, 0, [symbol('XOM', 1)])];
    expect(runsOf([a, a, b, a, b])).toHaveLength(2);
    const ahead = runsOf([a, report(0, 15, [symbol('SPY', 1)]), report(0, 30, [symbol('SPY', 1)]), b]);
    expect(ahead.map(({ scanId, status }) => `${scanId} ${status}`)).toEqual([
      '20261120-1000 running',
      '20261120-1000 completed',
      '20261120-1015 running',
    ]);
  });

  test('X-03: a partition that is ahead by hours, as in a replay, changes no run', () => {
    const of = (partition: number) => [0, 15, 30, 45].map((minute) => report(partition, minute, [symbol(`P${partition}`, 1)]));
    const [first, second, third] = [of(0), of(1), of(2)];
    const inTurn = first.flatMap((each, at) => [each, second[at]!, third[at]!]);
    const told = after(inTurn, 3);
    expect(told.filter(({ kind }) => kind === 'scan-run')).toHaveLength(8);
    const bodies = (events: readonly ScanRunEffect['event'][]) => events.map(({ kind, body }) => [kind, body]);
    expect(bodies(after([...first, ...second, ...third], 3))).toEqual(bodies(told));
    expect(bodies(after([...third, ...first, ...second], 3))).toEqual(bodies(told));
  });

  test('S-14: for a partition that is dead nobody waits longer than a session', () => {
    const minutes = Array.from({ length: 28 }, (_, at) => 15 * at);
    const runs = runsOf(minutes.map((minute) => report(0, minute, [symbol('SPY', 1)])));
    expect(runs.map(({ scanId, status }) => `${scanId} ${status}`)).toEqual([
      '20261120-1000 running',
      '20261120-1000 failed',
      '20261120-1015 running',
      '20261120-1015 failed',
      '20261120-1030 running',
    ]);
  });
});
