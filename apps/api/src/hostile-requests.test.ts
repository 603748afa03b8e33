import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { allTables, gexLevels, type Store } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMs } from './events.fixture.ts';
import { type HostileRequest, hostileRequests } from './hostile-requests.fixture.ts';
import { type OpenApi, violations } from './open-api.fixture.ts';
import { levelsRow, serveApi, smallChain } from './served-api.fixture.ts';
import { Problem } from './server/problem.ts';

/** More of them, and others: GEX_FUZZ_CASES=100000 GEX_FUZZ_SEED=2 npx vitest run … */
const cases = Number(process.env.GEX_FUZZ_CASES ?? 2_000);
const seed = Number(process.env.GEX_FUZZ_SEED ?? 1);
const atOnce = 16;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

describe('A1: a hostile request', { timeout: 30_000 + cases * 20 }, () => {
  let served: Awaited<ReturnType<typeof serveApi>>;
  let store: Store;
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

  beforeAll(async () => {
    store = await openDuckDbStore({ path: ':memory:', memoryLimitMb: 64 });
    await store.declareTables(allTables);
    await store.append(gexLevels, [levelsRow(openMs - 1_000)]);
    served = await serveApi(
      { rateLimitPerMinute: 10_000_000 },
      { store, readChain: async (symbol) => (symbol === 'SPX' ? smallChain : null) },
    );
  });
  afterAll(async () => {
    agent.destroy();
    await served.stop();
    await store.close();
  });

  const answerTo = (sent: HostileRequest, over: Agent | false = agent): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { method, path, contentType, body } = sent;
      const { hostname, port } = new URL(served.api.url);
      const headers = {
        ...(contentType === null ? {} : { 'content-type': contentType }),
        ...(body === null ? {} : { 'content-length': Buffer.byteLength(body) }),
      };
      const asked = request({ hostname, port, method, path, headers, agent: over }, (answer: IncomingMessage) => {
        const [status, type] = [answer.statusCode!, answer.headers['content-type'] ?? ''];
        if (type.startsWith('text/event-stream')) {
          answer.destroy();
          resolve({ status, type, text: '' });
          return;
        }
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () => resolve({ status, type, text }));
        answer.on('error', reject);
      });
      asked.on('error', (error: NodeJS.ErrnoException) => {
        // A kept connection may be closed just when it is taken again: a new one tells.
        if (over !== false) resolve(answerTo(sent, false));
        // A body that is too large is refused before it is read to its end.
        else if (['EPIPE', 'ECONNRESET'].includes(error.code ?? '') && (body?.length ?? 0) > 65_536)
          resolve({ status: 413, type: '', text: '' });
        else reject(error);
      });
      asked.end(body ?? undefined);
    });

  test(`made from the document never fails the server (${cases} of seed ${seed})`, async () => {
    const openApi = (await (await fetch(`${served.api.url}/openapi.json`)).json()) as OpenApi;
    const requests = hostileRequests(openApi, cases, seed);
    const statuses = new Map<number, number>();
    const wrong: unknown[] = [];
    const work = async (mine: readonly HostileRequest[]): Promise<void> => {
      for (const each of mine) {
        const { status, type, text } = await answerTo(each);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        const isRefused = status >= 400 && text !== '';
        const problem = isRefused && type.startsWith('application/problem+json') ? violations(Problem, JSON.parse(text)) : [];
        // 503 says that something is not known yet, and never that something broke; the feed of a long run grows old, which /readyz says.
        const notReady = status === 503 && text.startsWith('{"status":"not-ready"');
        const failed = status >= 500 && !notReady && !(status === 503 && text.includes('"not-yet"'));
        if (failed || problem.length > 0 || (isRefused && !notReady && !type.startsWith('application/problem+json')))
          wrong.push([{ ...each, body: each.body?.slice(0, 100) }, status, type, text.slice(0, 200)]);
        if (/node_modules|\.ts:\d|at \w+ \(/.test(text) && !type.startsWith('text/html'))
          wrong.push([each, 'tells of our insides']);
      }
    };
    await Promise.all(
      Array.from({ length: atOnce }, (_, lane) => work(requests.filter((_request, index) => index % atOnce === lane))),
    );
    expect(wrong.slice(0, 5)).toEqual([]);
    // It reached past the first checks, and was refused for more than one reason.
    for (const status of [200, 400, 404, 413]) expect([status, (statuses.get(status) ?? 0) > 0]).toEqual([status, true]);
    expect(served.log.filter((line) => (JSON.parse(line) as { readonly level: number }).level >= 50)).toEqual([]);
    expect((await fetch(`${served.api.url}/api/gex/SPX`)).status).toBe(200);
  });

  test.each([
    ['no request at all', '\u0016\u0003\u0001\u0002'],
    ['a request line without an end', `GET /${'a'.repeat(100_000)}`],
    ['headers without an end', `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'a'.repeat(100_000)}`],
    ['two lengths', 'PUT /api/v1/demand/SPX HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}'],
    [
      'a length and chunks',
      'PUT /api/v1/demand/SPX HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['no host', 'GET /api/gex HTTP/1.1\r\n\r\n'],
    ['another site’s host', 'GET /api/gex HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n'],
  ])('that is %s is refused or cut off', async (_case, text) => {
    const said = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(served.api.url).port), '127.0.0.1');
      let answer = '';
      socket.on('data', (chunk) => {
        answer += chunk.toString('latin1');
        if (/^HTTP\/1\.1 \d{3}/.test(answer)) socket.destroy();
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(answer));
      socket.write(text, 'latin1');
    });
    expect(said).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
  });

  test('X-10: with a field that its body does not have is refused, and the field is named', async () => {
    const answer = await fetch(`${served.api.url}/api/v1/demand/SPX`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"minutes":5,"forever":true}',
    });
    expect(await answer.json()).toMatchObject({ status: 400, errors: [{ field: 'forever' }] });
  });
});
