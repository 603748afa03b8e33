import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collected, keptTopic, readAll, record, texts } from './bus-records.ts';

// What the lmdb bus promises to several processes on one log.
describe('the lmdb bus and other processes', () => {
  const clock = systemClock();
  let path: string;
  let writer: ChildProcess | null = null;
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'gexstream-processes-'));
  });
  afterEach(async () => {
    if (writer?.kill('SIGKILL')) await once(writer, 'exit');
    writer = null;
    await rm(path, { recursive: true, force: true });
  });

  test('a reader says so when there is no log yet', async () => {
    await expect(openLmdbBus({ path, clock, readOnly: true })).rejects.toMatchObject({ code: 'BUS_MISSING' });
  });

  test('a reader follows what another process writes, and writes nothing', async () => {
    writer = spawn(process.execPath, [join(import.meta.dirname, 'bus-writer-process.ts'), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(writer.stdout!, 'data');
    const reader = await openLmdbBus({ path, clock, readOnly: true });
    const got = collected();
    const subscription = await reader.subscribe({
      topics: ['numbers'],
      start: 'earliest',
      onBatch: async (batch) => got.add(batch),
    });
    await got.count(100);
    expect(texts(got.records)).toEqual(got.records.map((_, at) => `${at}`));
    expect(got.batches.length).toBeGreaterThan(1);
    const refused = { code: 'BUS_READ_ONLY' };
    await expect(reader.publish([record('numbers', 'k', 'v')])).rejects.toMatchObject(refused);
    await expect(reader.declareTopics([keptTopic('t')])).rejects.toMatchObject(refused);
    const joining = reader.subscribe({ topics: ['numbers'], group: 'g', start: 'latest', onBatch: async () => {} });
    await expect(joining).rejects.toMatchObject(refused);
    await reader.close();
    await subscription.done;
  });

  test('a second writer takes the log over: the first is refused, and offsets stay single', async () => {
    const first = await openLmdbBus({ path, clock });
    await first.declareTopics([keptTopic('t', {}, 1)]);
    await first.publish([record('t', 'k', 'first')]);
    const second = await openLmdbBus({ path, clock });
    await second.publish([record('t', 'k', 'second')]);
    await expect(first.publish([record('t', 'k', 'late')])).rejects.toMatchObject({
      code: 'BUS_REJECTED',
      message: expect.stringContaining('taken over'),
    });
    await expect(first.publish([record('t', 'k', 'later')])).rejects.toMatchObject({ code: 'BUS_REJECTED' });
    expect(texts(await readAll(second, 't'))).toEqual(['first', 'second']);
    await first.close();
    await second.close();
  });
});
