import { describe, expect, test } from 'vitest';
import { ApiError } from './errors.ts';
import { serveApi } from './served-api.fixture.ts';
import type { ProblemBody } from './server/problem.ts';

const json = async <Body>(response: Response): Promise<Body> => (await response.json()) as Body;

describe('the door', () => {
  test('a port in use is said with what to do', async () => {
    const first = await serveApi();
    const port = Number(new URL(first.api.url).port);
    await expect(serveApi({ port })).rejects.toMatchObject({
      code: 'API_PORT_IN_USE',
      message: expect.stringContaining('--port'),
    });
    await first.stop();
  });

  test('off loopback no key means no start', async () => {
    const refusal = serveApi({ host: '0.0.0.0' });
    await expect(refusal).rejects.toBeInstanceOf(ApiError);
    await expect(refusal).rejects.toMatchObject({ code: 'API_KEY_REQUIRED' });
    const open = await serveApi({ host: '0.0.0.0', allowOpen: true });
    expect((await fetch(`${open.api.url}/api/gex`)).status).toBe(200);
    await open.stop();
  });

  test('requests are counted, health checks are not', async () => {
    const served = await serveApi({ rateLimitPerMinute: 3 });
    for (let i = 0; i < 5; i++) expect((await fetch(`${served.api.url}/livez`)).status).toBe(200);
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) statuses.push((await fetch(`${served.api.url}/api/gex`)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const refused = await fetch(`${served.api.url}/api/gex`);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await json<ProblemBody>(refused)).toMatchObject({ error: 'too-many-requests', status: 429 });
    await served.stop();
  });

  test('stopping twice is harmless, and frees the port', async () => {
    const served = await serveApi();
    await Promise.all([served.stop(), served.api.stop()]);
    await expect(served.api.done).resolves.toBeUndefined();
    await expect(fetch(`${served.api.url}/livez`)).rejects.toThrow();
  });
});
