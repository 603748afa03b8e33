import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeTelegram, startFakeTelegram } from '../support/fake-telegram/index.ts';
import { token } from '../support/telegram-outbox.ts';

const folder = mkdtempSync(join(tmpdir(), 'gexstream-outbox-sigkill-'));
const chats = Array.from({ length: 20 }, (_, at) => at + 1);
let fake: FakeTelegram;
beforeAll(async () => {
  fake = await startFakeTelegram({ token });
  for (const id of chats) fake.addChat({ id, type: 'private', title: `U${id}` });
});
afterAll(async () => {
  await fake.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the outbox until it has sent everything, or until Telegram has taken the message of this number: then it is killed before it hears so. */
const run = (killAt: number | null): Promise<NodeJS.Signals | 'all sent'> =>
  new Promise((resolve, reject) => {
    const process_ = join(import.meta.dirname, 'outbox-sigkill-process.ts');
    const child = spawn(process.execPath, [process_, folder, fake.url], { stdio: ['ignore', 'pipe', 'pipe'] });
    const sentBefore = fake.calls.filter(({ method }) => method === 'sendMessage').length;
    let sent = false;
    let complaints = '';
    fake.fault = ({ method }, before) => {
      if (method !== 'sendMessage' || killAt === null || before - sentBefore !== killAt) return null;
      child.kill('SIGKILL');
      return { hangUp: 'taken' };
    };
    child.stdout.on('data', () => {
      sent = true;
      child.kill('SIGKILL');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    child.on('close', (_code, signal) => {
      if (signal === 'SIGKILL') resolve(sent ? 'all sent' : signal);
      else reject(new Error(`The outbox ended by itself: ${complaints}`));
    });
  });

test('8.3: SIGKILL between a message and its receipt doubles that one at most, and loses none', async () => {
  expect(await run(3)).toBe('SIGKILL');
  expect(await run(5)).toBe('SIGKILL');
  expect(await run(null)).toBe('all sent');
  const copies = chats.map((id) => fake.messages(id).length);
  expect(copies.every((count) => count >= 1)).toBe(true);
  // Two kills, each with one message under way.
  expect(copies.reduce((sum, count) => sum + count, 0)).toBe(chats.length + 2);
  expect(Math.max(...copies)).toBe(2);
});
