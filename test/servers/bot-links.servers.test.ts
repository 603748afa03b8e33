import { systemClock } from '@gexstream/actors';
import { type Api, apiKeySha256, type Page, startApi } from '@gexstream/api';
import { allTopics, type Bus } from '@gexstream/bus';
import { openKafkaBus } from '@gexstream/bus/kafka';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyStore } from '../../apps/api/src/served-api.fixture.ts';
import { startOffice } from '../support/bot-office.ts';
import { kafkaServer, serversMissing } from '../support/servers.ts';

// What test/integration/bot-links.test.ts has on a log of this process: here the topics are real Kafka's, which cleans up later, and bots and API have each a client of their own.
const missing = serversMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

const ann = { chat: { platform: 'telegram', id: '9' } } as const;
const eve = { chat: { platform: 'telegram', id: '10' } } as const;
const people = { allowed: ['telegram:9', 'telegram:10'] };
const key = 'gex-secret-of-ann';
const asset = { body: Buffer.from(''), contentType: 'text/html', etag: '"one"' };
const page: Page = { index: asset, scanner: asset, assets: new Map() };
const clock = systemClock();
const log = pino({ level: 'silent' });

describe.skipIf(missing !== null)('chats that act for users of the API, on real Kafka', () => {
  let kafka: Awaited<ReturnType<typeof kafkaServer>>;
  let apiBus: Bus;
  let api: Api;
  let bots: Awaited<ReturnType<typeof startBotsProcess>>;

  const openBus = (clientId: string): Promise<Bus> =>
    openKafkaBus({ client: 'kafkajs', brokers: [kafka.bootstrap], clientId, feed: 'sim', clock, log });
  const startBotsProcess = async () => {
    const bus = await openBus('bots');
    const office = await startOffice(bus, clock, people);
    return {
      type: office.platform.type,
      stop: async () => {
        await office.bots.stop();
        await bus.close();
      },
    };
  };
  const restart = async (): Promise<void> => {
    await bots.stop();
    bots = await startBotsProcess();
  };

  beforeAll(async () => {
    kafka = await kafkaServer();
    apiBus = await openBus('api');
    await apiBus.declareTopics(allTopics);
    api = await startApi({
      ...{ bus: apiBus, store: emptyStore, clock, log, feed: 'sim', page },
      config: {
        host: '0.0.0.0',
        port: 0,
        apiKeys: [{ name: 'ann', user: 'ann', scope: 'trade', sha256: apiKeySha256(key) }],
      },
    });
    bots = await startBotsProcess();
  }, 120_000);
  afterAll(async () => {
    await bots?.stop();
    await api?.stop();
    await apiBus?.close();
    await kafka?.stop();
  });

  const ask = async (method: string, path: string): Promise<Record<string, unknown>> => {
    const answer = await fetch(`http://127.0.0.1:${new URL(api.url).port}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${key}` },
    });
    expect(answer.ok).toBe(true);
    return (await answer.json()) as Record<string, unknown>;
  };
  const newCode = async (): Promise<string> => String((await ask('POST', 'links')).code);
  const chats = async () => (await ask('GET', 'links')).chats;
  const linked = [{ platform: 'telegram', chat: '9' }];

  test('what is joined stays so over a restart of the bots; its code counts no second time', async () => {
    const code = await newCode();
    expect(await bots.type(`link ${code}`, ann)).toContain('This chat acts for ann now');
    await expect.poll(chats).toEqual(linked);
    await restart();
    expect(await bots.type('link', ann)).toContain('This chat acts for ann');
    expect(await bots.type(`link ${code}`, eve)).toContain('no code that counts now');
    expect(await chats()).toEqual(linked);
  });

  test('an end that nobody was there to hear counts at the next start, and ends nothing that is joined later', async () => {
    await bots.stop();
    await ask('DELETE', 'links/telegram/9');
    expect(await chats(), 'nobody has seen to it').toEqual(linked);
    bots = await startBotsProcess();
    await expect.poll(chats).toEqual([]);
    expect(await bots.type('link', ann)).toContain('acts for no user');

    expect(await bots.type(`link ${await newCode()}`, ann)).toContain('This chat acts for ann now');
    // The end, and that it was seen to, still stand on the topic.
    await restart();
    expect(await bots.type('link', ann)).toContain('This chat acts for ann');
    // One that is heard as it comes.
    await ask('DELETE', 'links/telegram/9');
    await expect.poll(chats).toEqual([]);
  });
});
