import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { infraSources } from './infra-folder.ts';
import { bootstrapServers, brokerProperties } from './kafka-properties.ts';

const template = readFileSync(join(infraSources, 'kafka/server.properties'), 'utf8');

const read = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .trimEnd()
      .split('\n')
      .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

describe('the properties of one broker alone', () => {
  const properties = read(brokerProperties(template, { id: 1, brokers: 1, portBase: 9092, dataDir: '/d/kafka' }));

  test('it listens on loopback only, clients on the port asked for and the controller on the next', () => {
    expect(properties.get('listeners')).toBe('PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093');
    expect(properties.get('advertised.listeners')).toBe(properties.get('listeners'));
  });

  test('it is its own quorum, and keeps one copy', () => {
    expect(properties.get('controller.quorum.voters')).toBe('1@127.0.0.1:9093');
    expect(properties.get('offsets.topic.replication.factor')).toBe('1');
    expect(properties.get('transaction.state.log.min.isr')).toBe('1');
  });

  test('it makes no topic because somebody misspelt one', () => {
    expect(properties.get('auto.create.topics.enable')).toBe('false');
  });
});

describe('the properties of the second of three brokers', () => {
  const properties = read(brokerProperties(template, { id: 2, brokers: 3, portBase: 19092, dataDir: '/d/kafka' }));

  test('the brokers take every other port and name each other as voters', () => {
    expect(properties.get('listeners')).toBe('PLAINTEXT://127.0.0.1:19094,CONTROLLER://127.0.0.1:19095');
    expect(properties.get('controller.quorum.voters')).toBe('1@127.0.0.1:19093,2@127.0.0.1:19095,3@127.0.0.1:19097');
    expect(bootstrapServers(3, 19092)).toBe('127.0.0.1:19092,127.0.0.1:19094,127.0.0.1:19096');
  });

  test('everything has three copies, of which two must be there', () => {
    expect(properties.get('default.replication.factor')).toBe('3');
    expect(properties.get('offsets.topic.replication.factor')).toBe('3');
    expect(properties.get('transaction.state.log.min.isr')).toBe('2');
  });

  test('a dead broker is noticed after three seconds', () => {
    expect(properties.get('broker.session.timeout.ms')).toBe('3000');
    expect(properties.get('broker.heartbeat.interval.ms')).toBe('500');
    expect(properties.get('group.consumer.heartbeat.interval.ms')).toBe('1000');
    expect(Number(properties.get('group.consumer.min.heartbeat.interval.ms'))).toBeLessThanOrEqual(1000);
  });
});

test("the caller's own lines win over the template and the place", () => {
  const place = { id: 1, brokers: 1, portBase: 9092, dataDir: '/d' } as const;
  const properties = read(brokerProperties(template, place, { 'num.io.threads': '2', 'log.dirs': '/other' }));
  expect(properties.get('num.io.threads')).toBe('2');
  expect(properties.get('log.dirs')).toBe('/other');
});

test('a backslash in a path survives the properties format', () => {
  const text = brokerProperties('', { id: 1, brokers: 1, portBase: 9092, dataDir: 'C:\\kafka' });
  expect(text).toContain('log.dirs=C:\\\\kafka\n');
});

test('a line of the template that is no property is refused', () => {
  expect(() => brokerProperties('nonsense', { id: 1, brokers: 1, portBase: 9092, dataDir: '/d' })).toThrow(
    'not a property: "nonsense"',
  );
});
