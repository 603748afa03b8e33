import { Agent, type IncomingMessage, request } from 'node:http';
import { StoreError } from '../errors.ts';
import { httpPortOf, type QuestDbAddress } from './questdb-address.ts';

export type LineAnswer =
  | { readonly accepted: true }
  | {
      readonly accepted: false /** Counted from 1; null where the server does not say. */;
      readonly line: number | null;
      readonly reason: string;
    };

/** One a table writes at a time. */
const connectionsMax = 16;
/** From the first byte sent to the last one received; a request is 16 MB at most. */
const requestMsMax = 30_000;

/**
 * `POST /write`: one request is one transaction, acknowledged when it is committed to the table's log. Our own request around the
 * official encoder: the client's transports either drop the server's reason or hide it behind a time-out.
 */
export class LineEndpoint {
  #agent = keepingAgent();
  readonly #url: string;
  readonly #where: string;
  readonly #user: string;
  readonly #authorization: string;

  constructor(address: QuestDbAddress) {
    const origin = `${address.host}:${httpPortOf(address)}`;
    this.#url = `http://${origin}/write?precision=n`;
    this.#where = `QuestDB at ${origin}`;
    this.#user = address.user;
    this.#authorization = `Basic ${Buffer.from(`${address.user}:${address.password}`).toString('base64')}`;
  }

  /** Rejects with `STORE_FAILED` where nothing was said about the rows: the outcome may be either, and sending them again mends it. */
  async post(body: Buffer): Promise<LineAnswer> {
    const { status, text } = await this.#exchange(body).catch((error: unknown) => {
      throw new StoreError('STORE_FAILED', `${this.#where}: rows were not acknowledged: ${reasonOf(error)}`, error);
    });
    if (status === 204 || status === 200) return { accepted: true };
    if (status === 401 || status === 403)
      throw new StoreError('STORE_FAILED', `${this.#where}: user ${this.#user} may not write: check user and password`);
    const refusal = parsed(text);
    if (status === 400 && refusal !== null) return { accepted: false, ...refusal };
    throw new StoreError('STORE_FAILED', `${this.#where}: answered ${status}: ${refusal?.reason ?? text.slice(0, 500)}`);
  }

  /**
   * Posts again what was refused, over a new connection, as will be everything after it: QuestDB remembers for each connection which
   * columns a table did not have, also after they were added. Requests that are under way are left to end.
   */
  postAnew(body: Buffer): Promise<LineAnswer> {
    const old = this.#agent;
    this.#agent = keepingAgent();
    old.maxFreeSockets = 0;
    for (const socket of Object.values(old.freeSockets).flat()) socket?.destroy();
    return this.post(body);
  }

  /** Lets go of the connections. */
  close(): void {
    this.#agent.destroy();
  }

  async #exchange(body: Buffer): Promise<{ readonly status: number; readonly text: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const asked = request(this.#url, {
      method: 'POST',
      agent: this.#agent,
      headers: { authorization: this.#authorization, 'content-length': body.length },
      signal: AbortSignal.timeout(requestMsMax),
    });
    asked.on('response', resolve).on('error', reject).end(body);
    const answer = await promise;
    const parts: Buffer[] = [];
    for await (const part of answer as AsyncIterable<Buffer>) parts.push(part);
    return { status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() };
  }
}

const keepingAgent = (): Agent => new Agent({ keepAlive: true, maxSockets: connectionsMax });

const reasonOf = (error: unknown): string => {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  if (!(error instanceof Error)) return String(error);
  return error.name === 'AbortError' || error.name === 'TimeoutError' ? `no answer within ${requestMsMax} ms` : error.message;
};

const parsed = (text: string): { readonly line: number | null; readonly reason: string } | null => {
  try {
    const answer = JSON.parse(text) as { readonly message?: unknown; readonly line?: unknown };
    if (typeof answer.message !== 'string') return null;
    const reason = answer.message.replace(/^failed to parse line protocol:errors encountered on line\(s\):\s*/, '');
    return { line: typeof answer.line === 'number' ? answer.line : null, reason };
  } catch {
    return null;
  }
};
