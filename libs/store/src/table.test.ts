import { expect, test } from 'vitest';
import { type Column, type Table, table } from './table.ts';

const at = { type: 'timestamp', unit: 'epoch ms', doc: 'when' } as const;
const declare =
  (columns: Readonly<Record<string, Column>>, change: Partial<Table> = {}) =>
  () =>
    table({ name: 't', doc: 't', timestamp: 'at', key: [], retentionDays: 1, columns, ...change });

test('a timestamp must be a timestamp that is always there', () => {
  expect(declare({ at })).not.toThrow();
  expect(declare({ at: { ...at, type: 'long' } })).toThrow('table t: "at" must be a timestamp');
  expect(declare({ at: { ...at, nullable: true } })).toThrow('not nullable');
  expect(declare({})).toThrow('"at"');
});

test('a key must be comparable and always there', () => {
  const who = { type: 'symbol', unit: 'name', doc: 'who' } as const;
  const keyed = { key: ['who'] };
  expect(declare({ at, who }, keyed)).not.toThrow();
  expect(declare({ at }, keyed)).toThrow('table t: key "who"');
  expect(declare({ at, who: { ...who, nullable: true } }, keyed)).toThrow('not nullable');
  expect(declare({ at, who: { ...who, type: 'double' } }, keyed)).toThrow('key "who" must be');
});

test('a retention is above nothing', () => {
  expect(declare({ at }, { retentionDays: 0 })).toThrow('retentionDays');
});

test('a column is what every store can keep', () => {
  const sure = { type: 'boolean', unit: 'yes/no', doc: 'sure' } as const;
  expect(declare({ at, sure, 'two words_2': sure })).not.toThrow();
  expect(declare({ at, sure: { ...sure, nullable: true } })).toThrow('"sure" is a boolean');
  for (const name of ['a"b', 'a.b', '', '2nd', 'a-b']) expect(declare({ at, [name]: sure })).toThrow(`column "${name}" may hold`);
});
