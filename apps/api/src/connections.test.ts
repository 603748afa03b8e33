import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { cellsEvent, openMs } from './events.fixture.ts';
import { serveApi } from './served-api.fixture.ts';

type Served = Awaited<ReturnType<typeof serveApi>>;

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** A connection that sends this and then nothing. */
const open = (served: Served, text: string): Promise<{ readonly socket: Socket; closed: boolean }> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(served.api.url).port), '127.0.0.1');
    sockets.push(socket);
    const state = { socket, closed: false };
    socket.on('connect', () => {
      socket.write(text);
      resolve(state);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      state.closed = true;
      resolve(state);
    });
    socket.resume();
  });

const isWell = async (served: Served): Promise<boolean> => (await fetch(`${served.api.url}/api/gex/SPX`)).ok;

test('A4: connections that never finish a request are closed, and the others are answered all the while', async () => {
  const served = await serveApi({ headMsMax: 500 });
  const heads = ['', 'GET /api/gex HTTP/1.1\r\n', 'GET /api/gex HTTP/1.1\r\nhost: localhost\r\nx-slow: ', 'GET / HT'];
  const slow = await Promise.all(Array.from({ length: 200 }, (_, index) => open(served, heads[index % heads.length]!)));
  expect(await isWell(served)).toBe(true);
  // Another letter now and then does not keep it open.
  for (const { socket } of slow) socket.write('x');
  await expect.poll(() => slow.filter(({ closed }) => !closed).length, { timeout: 25_000 }).toBe(0);
  expect(await isWell(served)).toBe(true);
  await served.stop();
});

test('A4: more connections than the limit are closed at once; with room again they are served', async () => {
  const served = await serveApi({ connectionsMax: 20, headMsMax: 1_000 });
  const idle = await Promise.all(Array.from({ length: 60 }, () => open(served, '')));
  await expect.poll(() => idle.filter(({ closed }) => closed).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(40);
  await expect.poll(() => isWell(served).catch(() => false), { timeout: 25_000 }).toBe(true);
  await served.stop();
});

test('a stream that is asked for before the answer before it has gone waits for its turn', async () => {
  const served = await serveApi();
  const ask = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`;
  const { socket } = await open(served, ask('/api/gex/SPX') + ask('/api/v1/stream?symbols=SPX'));
  let text = '';
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  await expect.poll(() => text, { timeout: 10_000 }).toMatch(/event: snapshot\ndata: .*\n\n/);
  const [answer, stream] = text.split(/(?<=})HTTP/);
  expect(JSON.parse(answer!.split('\r\n\r\n')[1]!)).toMatchObject({ symbol: 'SPX' });
  expect(stream).toMatch(/^\/1\.1 200 OK\r\n.*connection: close\r\n.*\r\n\r\nretry: 1000\n\nid: /is);
  expect(stream).not.toMatch(/transfer-encoding/i);
  await served.stop();
});

/** More of them: GEX_DISCONNECT_CASES=100000 npx vitest run … */
const disconnects = Number(process.env.GEX_DISCONNECT_CASES ?? 500);
const atOnce = Math.min(400, disconnects / 10);

test(`A7: readers that vanish in the middle of a stream leave nothing behind (${disconnects})`, {
  timeout: 30_000 + disconnects * 20,
}, async () => {
  const served = await serveApi();
  const request = 'GET /api/v1/stream HTTP/1.1\r\nhost: localhost\r\n\r\n';
  let seq = 1;
  const openFiles = (): number => readdirSync('/proc/self/fd').length;
  const vanish = async (count: number): Promise<void> => {
    const readers = await Promise.all(Array.from({ length: count }, () => open(served, request)));
    await expect.poll(async () => (await served.api.status()).streams.clients, { timeout: 20_000 }).toBe(count);
    // While they are written to: half of them end politely, half do not.
    seq++;
    await served.publish(cellsEvent({ atMs: openMs + seq, seq }, { callGex: Float64Array.of(seq, 9, 1, 1) }));
    for (const [index, { socket }] of readers.entries()) {
      if (index % 2 === 0) socket.destroy();
      else socket.resetAndDestroy();
    }
    await expect.poll(async () => (await served.api.status()).streams.clients, { timeout: 20_000 }).toBe(0);
    sockets.splice(0);
  };
  await vanish(atOnce);
  const before = process.platform === 'linux' ? openFiles() : 0;
  for (let gone = 0; gone < disconnects; gone += atOnce) await vanish(atOnce);
  if (process.platform === 'linux') await expect.poll(openFiles, { timeout: 20_000 }).toBeLessThanOrEqual(before + 10);
  expect(served.log.filter((line) => (JSON.parse(line) as { readonly level: number }).level >= 40)).toEqual([]);
  expect(await isWell(served)).toBe(true);
  await served.stop();
});
