import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type GexProcess, gexProcess } from '../support/gex-process.ts';

// The embedded product as one process, when the machine or its own code fails it.
let folder = '';
let product: GexProcess;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-process-'));
});
afterEach(async () => {
  await product?.kill().catch(() => {});
  rmSync(folder, { recursive: true, force: true });
});

const page = /page +(http:\/\/\S+)/;
const start = async (environment: Readonly<Record<string, string>> = {}): Promise<string> => {
  const flags = ['--port', '0', '--symbols', 'SPY', '--data', folder];
  product = await gexProcess(['start', ...flags], environment, page);
  return page.exec(product.printed())![1]!;
};
const asOf = async (url: string): Promise<string> => {
  const answer = await fetch(`${url}/api/gex/SPY`).catch(() => null);
  return answer?.ok ? ((await answer.json()) as { readonly as_of: string }).as_of : '';
};
/** A reader of the stream over a connection of its own. */
const streamReader = (url: string): { readonly socket: Socket; readonly bytes: () => number } => {
  let bytes = 0;
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    bytes += chunk.length;
  });
  socket.write(`GET /api/v1/stream HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
  return { socket, bytes: () => bytes };
};
const patient = { timeout: 90_000, interval: 250 };

test('P7: what nobody catches ends the process with its reason and a status; the next start goes on', async () => {
  const hook = `process.on('SIGUSR2', () => { Promise.reject(new Error('thrown by a test')); });`;
  const url = await start({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}` });
  await expect.poll(() => asOf(url), patient).not.toBe('');
  const before = await asOf(url);
  const ended = new Promise((resolve) => product.process.once('close', resolve));
  product.process.kill('SIGUSR2');
  expect(await ended).toBe(1);
  expect(product.printed()).toContain('thrown by a test');
  expect(product.printed()).toContain('unhandledRejection');
  const again = await start();
  await expect.poll(() => asOf(again), patient).toSatisfy((now) => String(now) > before);
});

test('P6: with no file handle left, new readers are turned away, and the numbers go on', async () => {
  const url = await start();
  await expect.poll(() => asOf(url), patient).not.toBe('');
  // From here on some handles more than it has now.
  const held = Number(
    execFileSync('ls', [`/proc/${product.process.pid}/fd`], { encoding: 'utf8' })
      .trim()
      .split('\n').length,
  );
  execFileSync('prlimit', [`--pid=${product.process.pid}`, `--nofile=${held + 30}:${held + 30}`]);
  const readers = Array.from({ length: 60 }, () => streamReader(url));
  await expect.poll(() => readers.filter(({ socket }) => socket.closed).length, patient).toBeGreaterThan(0);
  // Whoever was there first is served on, from numbers that are still made.
  await expect.poll(() => readers[0]!.bytes(), patient).toBeGreaterThan(0);
  const heard = readers[0]!.bytes();
  await expect.poll(() => readers[0]!.bytes(), patient).toBeGreaterThan(heard);
  for (const { socket } of readers) socket.destroy();
  const before = await expect
    .poll(() => asOf(url), patient)
    .not.toBe('')
    .then(() => asOf(url));
  await expect.poll(() => asOf(url), patient).toSatisfy((now) => String(now) > before);
  expect(product.process.exitCode).toBeNull();
  expect(await product.stop()).toBe(0);
});

test('P6: with little memory left, streams end and new ones are turned away, and the numbers go on; with room again they are served', async () => {
  // At the first signal most of the heap is taken, and given back at the second.
  const hook = `
    import { getHeapStatistics, setFlagsFromString } from 'node:v8';
    import { runInNewContext } from 'node:vm';
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc');
    let held = [];
    process.on('SIGUSR2', () => {
      const free = held.length > 0;
      held = [];
      collect();
      for (let bytes = getHeapStatistics().used_heap_size; !free && bytes < 590 * 2 ** 20; bytes += 2 ** 20) held.push(new Array(2 ** 17).fill(0));
      collect();
    });`;
  const url = await start({
    NODE_OPTIONS: `--max-old-space-size=768 --import=data:text/javascript,${encodeURIComponent(hook)}`,
  });
  await expect.poll(() => asOf(url), patient).not.toBe('');
  const reader = await fetch(`${url}/api/v1/stream`);
  product.process.kill('SIGUSR2');
  expect(await reader.text()).toContain('event: snapshot');
  const stream = async () => {
    const abort = new AbortController();
    const { status, headers } = await fetch(`${url}/api/v1/stream`, { signal: abort.signal });
    abort.abort();
    return [status, headers.get('retry-after')];
  };
  expect(await stream()).toEqual([503, '10']);
  const before = await asOf(url);
  await expect.poll(() => asOf(url), patient).toSatisfy((now) => String(now) > before);
  product.process.kill('SIGUSR2');
  await expect.poll(stream, patient).toEqual([200, null]);
  expect(await product.stop()).toBe(0);
});
