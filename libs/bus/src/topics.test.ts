import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { TopicDeclaration } from './bus.ts';
import { partitionCount } from './topic-declaration.ts';
import { allTopics, topic } from './topics.ts';

const kept = (cleanup: TopicDeclaration['cleanup']): string =>
  cleanup.policy === 'compact'
    ? 'last of each key'
    : `${cleanup.retentionMs / 3_600_000} h, ${cleanup.retentionBytes / 2 ** 20} MiB`;

const schemaText = (schema: Readonly<Record<string, number>>): string =>
  Object.entries(schema)
    .map(([kind, version]) => `${kind} ${version}`)
    .join(', ');

/** The table that the README shows. */
const readmeTable = (): string =>
  [
    '| topic | partitions | key | kept | codec | schema and version | what |',
    '|---|---|---|---|---|---|---|',
    ...allTopics.map(({ name, partitions, cleanup, record, doc }) => {
      const schema = schemaText(record.schema) || '–';
      return `| \`${name}\` | ${partitions} | ${record.key} | ${kept(cleanup)} | ${record.codec} | ${schema} | ${doc} |`;
    }),
  ].join('\n');

test('the README tells the topics as they are declared', () => {
  expect(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).toContain(readmeTable());
});

test('a key of an underlying is at home in the same partition on every hot topic', () => {
  const hot = [
    topic.market,
    topic.ticks,
    topic.levels,
    topic.cells,
    topic.profiles,
    topic.exposures,
    topic.snapshots,
    topic.flow,
    topic.skew,
    topic.opportunities,
    topic.outcomes,
    topic.scannerSnapshots,
  ];
  expect(hot.map(({ partitions }) => partitions)).toEqual(hot.map(() => partitionCount));
});
