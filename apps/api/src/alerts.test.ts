import { encodeEvent, topic } from '@gexstream/bus';
import { type ChatRef, epochMs } from '@gexstream/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alertEvent, house, alertRecord as record } from './alert-event.fixture.ts';
import { AlertBody, type AlertsAnswer } from './contract/alerts.ts';
import { levelsEvent, openMs } from './events.fixture.ts';
import { type ApiKey, apiKeySha256 } from './keys/api-key.ts';
import { violations } from './open-api.fixture.ts';
import { serveApi } from './served-api.fixture.ts';
import { SseReader } from './sse-reader.fixture.ts';

const ann: ChatRef = { platform: 'telegram', id: '7' };
const bob: ChatRef = { platform: 'discord', id: '9' };

const chat = (of: ChatRef, linkedUser: string | null) => ({
  topic: topic.chats.name,
  key: `${of.platform}/${of.id}`,
  value: encodeEvent({ ...levelsEvent(), kind: 'chat-settings', version: 1, body: { chat: of, linkedUser } }),
  timestampMs: openMs,
});
const keyOf = (user: string): ApiKey => ({ name: user, user, scope: 'read', sha256: apiKeySha256(`gex-secret-${user}`) });

describe('alerts on the API', { timeout: 30_000 }, () => {
  let served: Awaited<ReturnType<typeof serveApi>>;
  beforeAll(async () => {
    served = await serveApi({ host: '0.0.0.0', apiKeys: [keyOf('ann'), keyOf('bob')] });
    await served.bus.publish([
      chat(ann, 'ann'),
      record(alertEvent(house, 1)),
      record(alertEvent(house, 1)),
      record(alertEvent(house, 2, { text: 'NDX below its flip' }, 'NDX')),
      record(alertEvent(house, 3, { suppressed: 'cooldown' })),
      record(alertEvent(house, 4, { phase: 'resolved', firedMs: epochMs(openMs + 60_000) })),
      record(alertEvent(ann, 5, { text: 'ann’s own' })),
      record(alertEvent(bob, 6, { text: 'bob’s own' })),
      record(alertEvent(house, 7, { phase: 'resolved', firedMs: epochMs(openMs - 60_000) })),
    ]);
  });
  afterAll(() => served.stop());

  const get = async (query: string, user: string): Promise<AlertsAnswer> => {
    const headers = { authorization: `Bearer gex-secret-${user}` };
    const answer = await fetch(`http://127.0.0.1:${new URL(served.api.url).port}/api/v1/alerts${query}`, { headers });
    expect(answer.status).toBe(200);
    return (await answer.json()) as AlertsAnswer;
  };
  const texts = ({ alerts }: AlertsAnswer) => alerts.map(({ text }) => text);

  test('come newest first, each once with its end; those of which nobody was told only when asked for', async () => {
    const { alerts, simulated, source } = await get('?of=house', 'bob');
    expect([simulated, source]).toEqual([true, 'sim']);
    expect(alerts.map(({ symbol, fired_at, resolved_at, spot }) => [symbol, fired_at, resolved_at, spot])).toEqual([
      ['NDX', new Date(openMs + 120_000).toISOString(), null, 5990],
      ['SPX', new Date(openMs + 60_000).toISOString(), new Date(openMs + 240_000).toISOString(), 5990],
    ]);
    expect((await get('?of=house&suppressed=true', 'bob')).alerts.map(({ suppressed }) => suppressed)).toEqual([
      'cooldown',
      null,
      null,
    ]);
    expect(texts(await get('?symbol=ndx', 'bob'))).toEqual(['NDX below its flip']);
    expect((await get('?limit=1&of=house', 'bob')).alerts).toHaveLength(1);
  });

  test('of a chat are for the user who linked it, and for nobody else', async () => {
    expect(texts(await get('?of=own', 'ann'))).toEqual(['ann’s own']);
    expect(texts(await get('', 'ann'))[0]).toBe('ann’s own');
    expect(texts(await get('?of=own', 'bob'))).toEqual([]);
    await served.bus.publish([chat(bob, 'bob'), { ...chat(ann, null) }]);
    expect(texts(await get('?of=own', 'bob'))).toEqual(['bob’s own']);
    expect(texts(await get('?of=own', 'ann'))).toEqual([]);
    await served.bus.publish([{ ...chat(bob, 'bob'), value: null }]);
    expect(texts(await get('?of=own', 'bob'))).toEqual([]);
  });

  test('of the house come on the stream when they fire and when they are over; no others do', async () => {
    const url = `http://127.0.0.1:${new URL(served.api.url).port}/api/v1/stream?symbols=SPX`;
    const reader = await SseReader.open(url, { authorization: 'Bearer gex-secret-bob' });
    await reader.until((message) => message.event === 'snapshot');
    const firedMs = epochMs(openMs + 600_000);
    await served.bus.publish([
      record(alertEvent(ann, 8)),
      record(alertEvent(house, 9, { suppressed: 'cooldown' })),
      record(alertEvent(house, 9, {}, 'NDX')),
      record(alertEvent(house, 10)),
      record(alertEvent(house, 11, { phase: 'resolved', firedMs })),
    ]);
    const first = JSON.parse((await reader.until((message) => message.event === 'alert')).data);
    const second = JSON.parse((await reader.until((message) => message.event === 'alert')).data);
    reader.close();
    expect([first, second].map((alert) => violations(AlertBody, alert))).toEqual([[], []]);
    expect([first.fired_at, first.resolved_at]).toEqual([new Date(firedMs).toISOString(), null]);
    expect([second.id, second.resolved_at]).toEqual([first.id, new Date(openMs + 660_000).toISOString()]);
  });
});
