import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hold, letGo, readHolder } from './holding.ts';
import { lives, processStart, residentBytes, thisProcess } from './process-identity.ts';
import { runningProcess, signalProcess } from './server-process.ts';

const dir = mkdtempSync(join(tmpdir(), 'gexstream-identity-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('a process is known by its id and its start together', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const identity = { pid: child.pid!, started: processStart(child.pid!)! };
  expect(lives(identity)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(lives(identity)).toBe(false);
});

test('a pid file whose id now belongs to another process names nobody, and nobody is signalled', () => {
  const pidFile = join(dir, 'pid.json');
  const recycled = { pid: process.pid, started: '1' };
  writeFileSync(pidFile, JSON.stringify(recycled));
  expect(runningProcess(pidFile)).toBe(null);
  // Would end this very test run.
  expect(signalProcess(recycled, 'SIGKILL')).toBe(false);
});

test('a pid file of this process names it', () => {
  const pidFile = join(dir, 'own.json');
  writeFileSync(pidFile, JSON.stringify(thisProcess()));
  expect(runningProcess(pidFile)).toEqual(thisProcess());
});

test.each(['', '{', '[]', 'null', '{"pid":"1"}'])('a pid file that holds %j names nobody', (text) => {
  const pidFile = join(dir, 'torn.json');
  writeFileSync(pidFile, text);
  expect(runningProcess(pidFile)).toBe(null);
});

test('what a living process holds is not given twice; what a dead one left is taken over', () => {
  const file = join(dir, 'lock');
  expect(hold(file)).toBe(true);
  expect(hold(file)).toBe(false);
  writeFileSync(file, JSON.stringify({ pid: process.pid, started: 'long ago' }));
  expect(hold(file)).toBe(true);
  expect(readHolder(file)).toEqual(thisProcess());
  letGo(file);
  expect(readHolder(file)).toBe(null);
});

test('the memory of this process can be told', () => {
  expect(residentBytes(process.pid)).toBeGreaterThan(10_000_000);
});
