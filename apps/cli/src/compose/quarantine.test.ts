import { systemClock } from '@gexstream/actors';
import { type Bus, BusError } from '@gexstream/bus';
import pino from 'pino';
import { expect, test } from 'vitest';
import { quarantine } from './quarantine.ts';

const refusing = (error: Error): Pick<Bus, 'publish'> => ({ publish: () => Promise.reject(error) });
const log = pino({ level: 'silent' });
const into = (bus: Pick<Bus, 'publish'>) =>
  quarantine(bus, systemClock(), log, 'readings', [{ n: 1 }, { n: 2 }], 'n is too large');

test('a bus that does not answer makes the write one to be repeated: nothing waits here, and nothing is lost', async () => {
  await expect(into(refusing(new BusError('BUS_TIMEOUT', 'no broker answered')))).rejects.toMatchObject({
    code: 'STORE_FAILED',
    retryable: true,
  });
});

test('what no repeat mends is told as it is', async () => {
  const closed = new BusError('BUS_CLOSED', 'the bus is closed');
  await expect(into(refusing(closed))).rejects.toBe(closed);
});

test('each refused row is a dead letter with the reason', async () => {
  const published: unknown[] = [];
  const text = (record: { readonly value: Uint8Array | null }) => JSON.parse(Buffer.from(record.value ?? []).toString());
  const bus: Pick<Bus, 'publish'> = { publish: async (records) => void published.push(...records.map(text)) };
  await into(bus);
  expect(published).toMatchObject([
    { reason: 'n is too large', row: { n: 1 } },
    { reason: 'n is too large', row: { n: 2 } },
  ]);
});
