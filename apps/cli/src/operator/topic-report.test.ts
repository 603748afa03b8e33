import { topic } from '@gexstream/bus';
import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { topicsReport } from '../terminal/topics-report.ts';
import { groupLags, type TopicReport } from './topic-report.ts';

const offsets = [
  { topic: 'levels', partition: 0, start: 0, end: 10 },
  { topic: 'levels', partition: 1, start: 5, end: 30 },
  { topic: 'levels', partition: 2, start: 7, end: 9 },
];

test('lag counts from the oldest record that is kept, a partition without a commit whole; other topics not at all', () => {
  const committed = new Map([
    [
      'history',
      new Map([
        ['levels/0', 8],
        ['levels/1', 2],
      ]),
    ],
    ['gex', new Map([['market/0', 4]])],
  ]);
  expect(groupLags(offsets, committed)).toEqual([{ group: 'history', records: 29, worst: { partition: 1, records: 25 } }]);
});

test('the report is a table of topics, one of lags, and what is not as declared', () => {
  const report: TopicReport = {
    topic: topic.levels,
    exists: true,
    offsets,
    bytes: 1_234_567,
    newestMs: epochMs(0),
    ageMs: 400,
    differences: [{ setting: 'retention.ms', declared: '86400000', found: '3600000', alterable: true }],
    underReplicated: [2],
    groups: [{ group: 'history', records: 29, worst: { partition: 1, records: 25 } }],
  };
  const missing: TopicReport = {
    ...report,
    topic: topic.leases,
    exists: false,
    offsets: [],
    bytes: null,
    ageMs: null,
    groups: [],
  };
  const text = topicsReport('data/sim', [report, missing]);
  expect(text).toMatch(/levels +3 +delete +37 +49 +1\.23 MB +0\.4 s +differs, 1 partitions lack replicas/);
  expect(text).toMatch(/leases +– +compact +≤ 0 +0 +– +– +missing/);
  expect(text).toMatch(/history +levels +29 +1 \(25\)/);
  expect(text).toContain('levels: retention.ms is 3600000, declared is 86400000');
  expect(text).toContain('leases: is missing');
});
