import { StoreError } from '@gexstream/store';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import type { GexDetailBody } from './contract/gex.ts';
import { Health, Ready } from './contract/health.ts';
import type { StatusBody } from './contract/status.ts';
import { levelsEvent, openMs } from './events.fixture.ts';
import { serveApi } from './served-api.fixture.ts';
import type { ProblemBody } from './server/problem.ts';

const json = async <Body>(response: Response): Promise<Body> => (await response.json()) as Body;

describe('before anything is known', () => {
  test('G-18: a symbol may be there soon, which is said', async () => {
    const served = await serveApi({}, { empty: true });
    for (const path of ['/api/gex/SPX', '/api/v1/gex/SPX', '/api/v1/options/SPX', '/api/v1/market/SPX']) {
      const answer = await fetch(served.api.url + path);
      expect([path, answer.status, answer.headers.get('retry-after')]).toEqual([path, 503, '2']);
      expect(await json<ProblemBody>(answer)).toMatchObject({ error: 'not-yet', detail: expect.stringContaining('ask again') });
    }
    await served.stop();
  });

  test('the list is empty, and readiness says what is missing', async () => {
    const served = await serveApi({}, { empty: true });
    expect(await (await fetch(`${served.api.url}/api/gex`)).text()).toBe('{}');
    const ready = await fetch(`${served.api.url}/readyz`);
    expect(ready.status).toBe(503);
    const body = await json<{ readonly checks: { readonly feed: { readonly detail: string } } }>(ready);
    expect([...Compile(Ready).Errors(body)]).toEqual([]);
    expect(body.checks.feed.detail).toContain('no levels so far');
    expect(await json<StatusBody>(await fetch(`${served.api.url}/api/status`))).toMatchObject({
      last_fetch: null,
      state: 'unknown',
    });
    expect((await fetch(`${served.api.url}/livez`)).status).toBe(200);
    await served.stop();
  });
});

describe('when something fails', () => {
  test('X-08, C-16: a store that is away costs the history alone, and tells nothing of itself', async () => {
    const refused = async (): Promise<never> => {
      throw new StoreError('STORE_FAILED', 'Cannot read /srv/secret/history.db');
    };
    const store = {
      declareTables: refused,
      append: refused,
      latest: refused,
      range: refused,
      sample: refused,
      count: refused,
      trim: refused,
      close: async () => {},
    };
    const served = await serveApi({}, { store });
    const history = await fetch(`${served.api.url}/api/gex/SPX/history`);
    expect(history.status).toBe(503);
    const problem = await json<ProblemBody>(history);
    expect(problem).toMatchObject({ error: 'store-unavailable', status: 503, request_id: expect.stringMatching(/\S/) });
    expect(JSON.stringify(problem)).not.toMatch(/srv|secret|STORE_|StoreError| at /);
    // Whoever runs it finds the cause under that id.
    const line = served.log.find((each) => each.includes('/srv/secret/history.db'));
    expect(JSON.parse(line!)).toMatchObject({ reqId: problem.request_id });
    expect((await fetch(`${served.api.url}/api/gex/SPX`)).status).toBe(200);
    const ready = await fetch(`${served.api.url}/readyz`);
    expect([ready.status, (await json<{ status: string }>(ready)).status]).toEqual([200, 'degraded']);
    const health = await json<{ readonly status: string }>(await fetch(`${served.api.url}/health`));
    expect([...Compile(Health).Errors(health)]).toEqual([]);
    expect(health.status).toBe('degraded');
    await served.stop();
  });

  test('a bus that is away is said, and what was known is still served', async () => {
    const served = await serveApi();
    const done = expect(served.api.done).rejects.toMatchObject({ code: 'API_FEED_LOST' });
    served.failBus(new Error('the disk is full'));
    await done;
    expect((await fetch(`${served.api.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${served.api.url}/api/gex/SPX`)).status).toBe(200);
    await served.stop();
  });

  test('what is refused on purpose is a warning without a stack, a failure of ours an error with one', async () => {
    const failing = async (): Promise<never> => {
      throw new TypeError('the chain is broken');
    };
    const served = await serveApi({ streamClientsMax: 0 }, { readChain: failing });
    expect((await fetch(`${served.api.url}/api/v1/stream`)).status).toBe(503);
    const failed = await fetch(`${served.api.url}/api/v1/options/SPX`);
    expect(failed.status).toBe(500);
    expect(await failed.text()).not.toContain('broken');
    const lines = served.log.map(
      (line) => JSON.parse(line) as { readonly level: number; readonly code?: string; readonly err?: { readonly stack: string } },
    );
    const refused = lines.filter(({ code }) => code === 'too-many-streams');
    expect(refused.map(({ level, err }) => [level, err])).toEqual([[40, undefined]]);
    expect(lines.filter(({ level }) => level >= 50).map(({ err }) => err?.stack)).toEqual([
      expect.stringContaining('the chain is broken'),
    ]);
    await served.stop();
  });

  test('a record that cannot be read is counted and passed over', async () => {
    const served = await serveApi();
    await served.bus.publish([{ topic: 'levels', key: 'SPX', value: Uint8Array.of(9, 9), timestampMs: openMs }]);
    await served.publish(levelsEvent({ atMs: openMs + 250, seq: 2 }, { net: 77 }));
    const detail = await json<GexDetailBody>(await fetch(`${served.api.url}/api/gex/SPX`));
    expect(detail.total.net_gex).toBe(77);
    expect((await served.api.status()).unreadable_records).toBe(1);
    await served.stop();
  });
});
