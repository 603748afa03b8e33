import type { Gap } from '@gexstream/domain';
import { memoryTokenStore } from '@gexstream/schwab';
import { simulatedLogin } from '@gexstream/simulator';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type IngestOnSimulator, ingestOnSimulator } from '../support/ingest-on-simulator.ts';
import { valuesRecorded, valuesSent } from '../support/streamed-values.ts';
import { until } from '../support/until.ts';

// Polls that may each take their time on a loaded machine.
vi.setConfig({ testTimeout: 240_000 });

/** Each value that left the server, and when it did so first, by the market's clock. */
const sent = new Map<string, number>();
let running: IngestOnSimulator;
beforeAll(async () => {
  running = await ingestOnSimulator('SPY', memoryTokenStore({ refreshToken: simulatedLogin.refreshToken }), {
    // A silence is noticed after two of them and five seconds.
    limits: { heartbeatMs: 1_000 },
    onFrameSent: (text) => {
      const at = running?.clock.now() ?? 0;
      for (const value of valuesSent(text)) if (!sent.has(value)) sent.set(value, at);
    },
  });
  await until('streamed', () => running.ingest.status().state === 'live' && running.ingest.status().symbols[0]!.streamed > 0);
}, 120_000);
afterAll(() => running?.stop());

/** A gap begins with the last frame that was read: what left right after it may have done so before it was read. */
const isInGap = (at: number, { fromMs, toMs }: Gap): boolean => at >= fromMs - 2_000 && at <= toMs;

const counters = () => running.ingest.status().counters;
const frames = async (count: number): Promise<void> => {
  const before = counters().frames;
  await until(`${count} more frames`, () => counters().frames >= before + count);
};
const lost = async (what: string, by: readonly string[]): Promise<void> => {
  const before = counters().reconnects;
  running.inject(...by);
  await until(`${what} is noticed`, () => counters().reconnects > before);
  running.simulator.faults.clear();
  await until(`live after ${what}`, () => running.ingest.status().state === 'live');
  await frames(4);
};

test('what the simulator sent is on the topics, or lies in a gap that was said', async () => {
  await frames(8);
  running.inject('duplicate:50', 'reorder:400', 'partial');
  await frames(20);
  running.simulator.faults.clear();
  running.inject('garbage:50', 'oversize', '429:1', '5xx:503');
  await frames(12);
  await lost('a reset', ['duplicate:50', 'reorder:400', 'drop-rst']);
  await lost('an end without a word', ['drop-fin']);
  await lost('a stall', ['stall']);
  expect(counters().garbage).toBeGreaterThan(0);

  // Nothing new comes: what is under way arrives.
  running.inject('calm');
  const recorded = new Set<string>();
  const gaps: Gap[] = [];
  const read = async (): Promise<void> => {
    for (const event of await running.market()) {
      for (const value of valuesRecorded(event)) recorded.add(value);
      if (event.kind === 'gap' && !gaps.some(({ fromMs }) => fromMs === event.body.fromMs)) gaps.push(event.body);
    }
  };
  const missing = (): readonly string[] =>
    [...sent]
      .filter(([value, at]) => !recorded.has(value) && !gaps.some((gap) => isInGap(at, gap)))
      .map(([value, at]) => `${value} (sent ${at})`);
  await until('all of it', async () => {
    await read();
    return missing().length === 0;
  }).catch(() => expect(missing()).toEqual([]));

  expect(sent.size).toBeGreaterThan(3_000);
  expect(gaps).toHaveLength(3);
  // The gaps are no excuse: nearly all of it is there.
  const inGaps = [...sent.keys()].filter((value) => !recorded.has(value)).length;
  expect(inGaps).toBeLessThan(sent.size / 5);
  // Nor was anything made up.
  expect([...recorded].filter((value) => !sent.has(value))).toEqual([]);
});
