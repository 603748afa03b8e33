import { decodeEvent, encodeEvent, linkCodeSha256, topic } from '@gexstream/bus';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { levelsEvent, openMs } from './events.fixture.ts';
import { type ApiKey, apiKeySha256, type Scope } from './keys/api-key.ts';
import { serveApi } from './served-api.fixture.ts';

const keyOf = (name: string, user: string, scope: Scope): ApiKey => ({
  ...{ name, user, scope },
  sha256: apiKeySha256(`gex-secret-${name}`),
});
const chat = (id: string, linkedUser: string | null) => ({
  topic: topic.chats.name,
  key: `telegram/${id}`,
  value: encodeEvent({
    ...levelsEvent(),
    ...{ kind: 'chat-settings', version: 1, body: { chat: { platform: 'telegram', id }, linkedUser } },
  }),
  timestampMs: openMs,
});

describe('chats that act for a user', { timeout: 30_000 }, () => {
  let served: Awaited<ReturnType<typeof serveApi>>;
  beforeAll(async () => {
    const apiKeys = [keyOf('ann', 'ann', 'trade'), keyOf('ann-reads', 'ann', 'read'), keyOf('bob', 'bob', 'trade')];
    served = await serveApi({ host: '0.0.0.0', apiKeys: [...apiKeys, keyOf('boss', 'boss', 'admin')] });
    await served.bus.publish([chat('7', 'ann'), chat('-8', 'bob'), chat('9', null)]);
  });
  afterAll(() => served.stop());

  const ask = async (method: string, path: string, key: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`http://127.0.0.1:${new URL(served.api.url).port}/api/v1/links${path}`, {
      method,
      headers: { authorization: `Bearer gex-secret-${key}`, ...headers },
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const records = async () =>
    (await served.bus.read(topic.links.name, 0, 0, 100, 100)).map(({ key, value }) => ({ key, event: decodeEvent(value!) }));

  test('a code is shown once; the topic has its hash, the log nothing of it', async () => {
    const { status, body } = await ask('POST', '', 'ann');
    expect([status, body.user, body.type_in_chat]).toEqual([201, 'ann', `link ${body.code}`]);
    expect(Date.parse(String(body.expires_at)) - served.clock.now()).toBeLessThanOrEqual(600_000);
    expect(Date.parse(String(body.expires_at)) - served.clock.now()).toBeGreaterThan(540_000);
    const [{ key, event }] = (await records()).slice(-1) as [Awaited<ReturnType<typeof records>>[number]];
    expect([key, event.body]).toEqual([
      'code/ann',
      { user: 'ann', sha256: linkCodeSha256(String(body.code)), untilMs: Date.parse(String(body.expires_at)) },
    ]);
    expect([JSON.stringify(event), ...served.log].join('\n')).not.toContain(body.code);
    expect((await ask('POST', '', 'ann')).body.code).not.toBe(body.code);
    expect((await ask('POST', '', 'boss', { 'x-user-id': 'bob' })).body.user).toBe('bob');
  });

  test('takes a key that may trade, for the chat may trade from then on', async () => {
    expect((await ask('POST', '', 'ann-reads')).status).toBe(403);
    expect((await ask('DELETE', '/telegram/7', 'ann-reads')).status).toBe(403);
  });

  test('everybody sees his own, and ends his own alone', async () => {
    expect((await ask('GET', '', 'ann-reads')).body).toEqual({ user: 'ann', chats: [{ platform: 'telegram', chat: '7' }] });
    expect((await ask('GET', '', 'bob')).body.chats).toEqual([{ platform: 'telegram', chat: '-8' }]);
    for (const path of ['/telegram/7', '/telegram/9', '/discord/7']) {
      const { status, body } = await ask('DELETE', path, 'bob');
      expect([status, body.error]).toEqual([404, 'no-data']);
    }
    const before = (await records()).length;
    expect(await ask('DELETE', '/telegram/-8', 'bob')).toEqual({
      status: 202,
      body: { platform: 'telegram', chat: '-8', ending: true },
    });
    expect((await records()).slice(before)).toMatchObject([
      { key: 'end/telegram/-8', event: { kind: 'link-end', body: { user: 'bob', chat: { platform: 'telegram', id: '-8' } } } },
    ]);
    const wrong = await ask('DELETE', '/pager/7', 'bob');
    expect([wrong.status, (wrong.body.errors as { field: string }[]).map(({ field }) => field)]).toEqual([400, ['platform']]);
  });
});
