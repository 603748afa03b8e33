import { simulatedClock } from '@gexstream/actors';
import { epochMs } from '@gexstream/domain/time';
import { expect, test } from 'vitest';
import { actorSamples } from './actor-samples.ts';
import { observed, type Sample, sampled } from './catalogue.ts';
import { metrics } from './metrics.ts';
import { sample, states } from './sample.ts';

const clock = simulatedClock(epochMs(Date.UTC(2026, 10, 20, 15, 30)));
const fresh = () => metrics({ clock, version: '1.2.3' });
const lines = (text: string, name: string) => text.split('\n').filter((line) => line.startsWith(name));

test('names have one prefix, base units, and _total exactly on counters', () => {
  for (const { name, type, help } of Object.values({ ...sampled, ...observed })) {
    expect(name).toMatch(/^gex(_[a-z]+)+$/);
    expect(name).not.toMatch(/_(ms|millis|minutes|kb|mb|percent)(_|$)/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    expect(help).toMatch(/^\S.*\.$/);
  }
});

test('labels are words of a short list: nothing that grows with the market or with people', () => {
  const used = new Set(Object.values(sampled).flatMap(({ labels }): readonly string[] => labels));
  expect([...used].sort()).toEqual(
    [
      'actor',
      'by',
      'cache',
      'client',
      'code',
      'group',
      'node',
      'outcome',
      'payer',
      'phase',
      'platform',
      'reader',
      'reason',
      'result',
      'rule',
      'session',
      'source',
      'state',
      'status',
      'table',
    ]
      .concat(['topic', 'underlying', 'version'])
      .sort(),
  );
});

test('samples are asked for at each answer, so that what a status no longer names is gone', async () => {
  const all = fresh();
  let ages: Readonly<Record<string, number>> = { SPX: 0.25, SPY: 3 };
  all.registerSource('api', () => Object.entries(ages).map(([underlying, age]) => sample('eventAge', age, { underlying })));
  expect(lines(await all.text(), 'gex_event_age_seconds{')).toEqual([
    'gex_event_age_seconds{underlying="SPX"} 0.25',
    'gex_event_age_seconds{underlying="SPY"} 3',
  ]);
  ages = { SPY: 4 };
  expect(lines(await all.text(), 'gex_event_age_seconds{')).toEqual(['gex_event_age_seconds{underlying="SPY"} 4']);
});

test('a counter shows the absolute number of the status, not the sum of what was told', async () => {
  const all = fresh();
  all.registerSource('ingest', () => [sample('frames', 41)]);
  await all.text();
  expect(lines(await all.text(), 'gex_frames_total ')).toEqual(['gex_frames_total 41']);
});

test('a source that throws or does not answer is left out and counted, and the others are served', async () => {
  const all = fresh();
  all.registerSource('broken', () => {
    throw new Error('status went wrong');
  });
  all.registerSource('hanging', () => new Promise<readonly Sample[]>(() => {}));
  all.registerSource('history', () => [sample('historyBatchesWaiting', 7)]);
  const text = all.text();
  await clock.advance(2_000);
  expect(lines(await text, 'gex_history_batches_waiting ')).toEqual(['gex_history_batches_waiting 7']);
  expect(lines(await text, 'gex_scrape_failures_total{')).toEqual([
    'gex_scrape_failures_total{source="broken"} 1',
    'gex_scrape_failures_total{source="hanging"} 1',
  ]);
});

test('a number that is none is left out', async () => {
  const all = fresh();
  all.registerSource('gex', () => [sample('historyBatchesWaiting', Number.NaN)]);
  all.observe('compute', Number.NaN);
  all.observe('compute', -1);
  const text = await all.text();
  expect(lines(text, 'gex_history_batches_waiting')).toEqual([]);
  expect(lines(text, 'gex_compute_seconds_count')).toEqual(['gex_compute_seconds_count 0']);
});

test('what is measured lands in its bucket', async () => {
  const all = fresh();
  all.observe('pipelineLatency', 0.004);
  const text = await all.text();
  expect(text).toContain('gex_pipeline_latency_seconds_bucket{le="0.0025"} 0');
  expect(text).toContain('gex_pipeline_latency_seconds_bucket{le="0.005"} 1');
});

test('a second source of one name is refused, unless the first was taken out', () => {
  const all = fresh();
  const remove = all.registerSource('gex', () => []);
  expect(() => all.registerSource('gex', () => [])).toThrow('there is a source "gex" already');
  remove();
  all.registerSource('gex', () => []);
});

test('a state is told by 1 among 0s', () => {
  expect(states('feedState', 'state', ['live', 'reconnecting'], 'live')).toEqual([
    { metric: 'feedState', value: 1, labels: { state: 'live' } },
    { metric: 'feedState', value: 0, labels: { state: 'reconnecting' } },
  ]);
});

test('an actor that has failed is down', () => {
  const numbers = { path: 'gex/SPX', handled: 5, dropped: 1, restarts: 2, mailboxDepth: 3, state: 'failed' };
  expect(actorSamples([numbers]).map(({ metric, value }) => [metric, value])).toEqual([
    ['actorMailboxDepth', 3],
    ['actorHandled', 5],
    ['actorDropped', 1],
    ['actorRestarts', 2],
    ['actorUp', 0],
  ]);
});
