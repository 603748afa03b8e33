import { systemClock } from '@gexstream/actors';
import { type Incoming, telegramPlatform } from '@gexstream/bots';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimPorts } from '../../infra/launcher/index.ts';
import { type FakeTelegram, startFakeTelegram } from '../support/fake-telegram/index.ts';
import { message } from '../support/outbox-run.ts';
import { token } from '../support/telegram-outbox.ts';
import { until } from '../support/until.ts';

const user = { id: 42, first_name: 'T' };
const heard: Incoming[] = [];
const desk = {
  commands: [],
  take: async (incoming: Incoming): Promise<void> => void heard.push(incoming),
  suggest: () => [],
};
const clock = systemClock();
const log = pino({ level: 'silent' });

let ports: Awaited<ReturnType<typeof claimPorts>>;
let fake: FakeTelegram;
beforeEach(async () => {
  heard.length = 0;
  ports = await claimPorts(1);
  fake = await startFakeTelegram({ token, proxied: `http://127.0.0.1:${ports.base}` });
  fake.addChat({ id: 42, type: 'private', title: 'T' });
});
afterEach(async () => {
  await fake.stop();
  await ports.release();
});

const platformWith = (more: { readonly secretToken?: string } = {}) =>
  telegramPlatform({
    token,
    apiRoot: fake.url,
    clock,
    log,
    webhook: {
      url: 'https://bot.example/telegram/8f2c',
      host: '127.0.0.1',
      port: ports.base,
      secretToken: 'only-Telegram_knows',
      ...more,
    },
  });

test('updates come by HTTP, with the secret alone; polling takes over from it again', async () => {
  const platform = platformWith();
  await platform.start(desk);
  await until('the webhook is set', () => fake.calls.some(({ method }) => method === 'getWebhookInfo'));
  fake.type(42, user, '/gex SPX');
  await until('it is heard', () => heard.length === 1);
  await heard[0]!.reply(message('SPX'));
  expect(fake.messages(42).map(({ text }) => text)).toEqual(['SPX']);
  expect(platform.health()).toMatchObject({ connected: true, detail: 'webhook as @gex_bot' });

  const post = (path: string, secret: string, body: string) =>
    fetch(`http://127.0.0.1:${ports.base}${path}`, {
      method: 'POST',
      headers: { 'x-telegram-bot-api-secret-token': secret },
      body,
    });
  const update = JSON.stringify({
    update_id: 1,
    message: { message_id: 1, chat: { id: 42, type: 'private' }, date: 1, text: '/forged' },
  });
  const answers = await Promise.all([
    post('/telegram/8f2c', 'another', update),
    post('/telegram', 'only-Telegram_knows', update),
    post('/telegram/8f2c', 'only-Telegram_knows', 'x'.repeat(2 << 20)),
    post('/telegram/8f2c', 'only-Telegram_knows', 'no JSON'),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 413, 415]);
  expect(heard).toHaveLength(1);
  await platform.stop();
  await platform.done;

  const polling = telegramPlatform({ token, apiRoot: fake.url, clock, log });
  await polling.start(desk);
  await until('it polls', fake.polling);
  await polling.stop();
  expect(fake.complaints).toEqual([]);
});

test('a port that is taken and a secret that Telegram would not take are named', async () => {
  const first = platformWith();
  await first.start(desk);
  await until('the webhook is set', () => fake.calls.some(({ method }) => method === 'getWebhookInfo'));
  const second = platformWith();
  await second.start(desk);
  await expect(second.done).rejects.toThrow(`127.0.0.1:${ports.base} (EADDRINUSE)`);
  const third = platformWith({ secretToken: 'with space' });
  await third.start(desk);
  await expect(third.done).rejects.toThrow('letters, digits');
  await first.stop();
});
