import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimPorts } from './claim-ports.ts';
import { isFree, portHolder, requireFreePorts } from './port-holder.ts';

const holder = createServer();
let taken = 0;
beforeAll(async () => {
  holder.listen(0, '127.0.0.1');
  await once(holder, 'listening');
  taken = (holder.address() as AddressInfo).port;
});
afterAll(() => holder.close());

test('who listens on a port is named', () => {
  expect(portHolder(taken)).toMatch(new RegExp(`^process ${process.pid} \\(.+\\)$`));
});

test('a taken port is refused with its purpose, its holder and the way out', async () => {
  await expect(requireFreePorts([{ port: taken, what: 'Kafka broker 1' }])).rejects.toMatchObject({
    code: 'LAUNCHER_PORT_TAKEN',
    message: expect.stringMatching(
      new RegExp(`port ${taken} for Kafka broker 1 is taken by process ${process.pid} .*--port-base`),
    ),
  });
});

test('claimed ports are free, below the ports of outgoing connections, and nobody else gets them until they are released', async () => {
  const claims = await Promise.all(Array.from({ length: 5 }, () => claimPorts(6)));
  const bases = claims.map(({ base }) => base);
  expect(new Set(bases).size).toBe(5);
  for (const base of bases) {
    expect(base + 5).toBeLessThan(32_768);
    expect(await isFree(base)).toBe(true);
  }
  await Promise.all(claims.map((claim) => claim.release()));
});
