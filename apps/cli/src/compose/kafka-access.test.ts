import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readStartConfig } from '../config.ts';
import { kafkaAccess } from './kafka-access.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-kafka-access-'));
  for (const name of ['ca', 'cert', 'key', 'password']) writeFileSync(join(folder, name), `the ${name}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const access = (environment: Readonly<Record<string, string>>) => kafkaAccess(readStartConfig([], environment));
const login = { KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_SASL_USERNAME: 'gexstream' };

test('in the clear and without a login unless told', () => {
  expect(access({})).toEqual({});
});

test('the authorities of the system, or one of its own and a certificate for this client', () => {
  expect(access({ KAFKA_TLS: 'on' })).toEqual({ tls: true });
  const files = {
    KAFKA_TLS_CA_FILE: join(folder, 'ca'),
    KAFKA_TLS_CERT_FILE: join(folder, 'cert'),
    KAFKA_TLS_KEY_FILE: join(folder, 'key'),
  };
  expect(access({ KAFKA_TLS: 'on', ...files })).toEqual({ tls: { ca: 'the ca', certificate: 'the cert', key: 'the key' } });
});

test('a password from the variable or from a file', () => {
  const sasl = { mechanism: 'scram-sha-512', username: 'gexstream' };
  expect(access({ ...login, KAFKA_SASL_PASSWORD: 'secret' })).toEqual({ sasl: { ...sasl, password: 'secret' } });
  expect(access({ ...login, KAFKA_SASL_PASSWORD_FILE: join(folder, 'password') })).toEqual({
    sasl: { ...sasl, password: 'the password' },
  });
});

describe('half a setting says what is missing', () => {
  test.each([
    [{ KAFKA_TLS_CA_FILE: 'ca.pem' }, 'KAFKA_TLS_CA_FILE is set and KAFKA_TLS is not: set KAFKA_TLS=on'],
    [{ KAFKA_TLS: 'on', KAFKA_TLS_CERT_FILE: 'cert.pem' }, 'set both KAFKA_TLS_CERT_FILE and KAFKA_TLS_KEY_FILE'],
    [{ KAFKA_TLS: 'on', KAFKA_TLS_CA_FILE: '/no/such' }, 'KAFKA_TLS_CA_FILE names a PEM file: cannot read /no/such (ENOENT)'],
    [login, 'KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD_FILE (or KAFKA_SASL_PASSWORD) are needed too'],
    [{ ...login, KAFKA_SASL_PASSWORD_FILE: '/no/such' }, 'Kafka wants a password: cannot read /no/such (ENOENT)'],
  ])('%j', (environment, message) => {
    expect(() => access(environment as Record<string, string>)).toThrow(message);
  });
});

test('C2: a password never goes in the clear over a network', () => {
  const plain = { ...login, KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_PASSWORD: 'secret' };
  for (const brokers of ['kafka.example:9092', '127.0.0.1:9092,kafka.example:9092'])
    expect(() => access({ ...plain, KAFKA_BROKERS: brokers })).toThrow(/KAFKA_TLS is off: set KAFKA_TLS=on, or take scram/);
  expect(access({ ...plain, KAFKA_BROKERS: '127.0.0.1:9092' })).toHaveProperty('sasl');
  expect(access({ ...plain, KAFKA_BROKERS: 'kafka.example:9092', KAFKA_TLS: 'on' })).toHaveProperty('tls');
  expect(access({ ...plain, KAFKA_SASL_MECHANISM: 'scram-sha-256', KAFKA_BROKERS: 'kafka.example:9092' })).toHaveProperty('sasl');
});
