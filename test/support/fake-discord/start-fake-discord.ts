import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallFault } from '../call-fault.ts';
import { type Acts, openActs } from './acts.ts';
import { callPace } from './call-pace.ts';
import { type FakeGateway, openGateway } from './gateway.ts';
import { type ReadBody, readBody } from './read-body.ts';
import { Refusal, rateLimited, refusal } from './refusal.ts';
import { type FoundRoute, routeOf } from './routes.ts';
import { complaintsOf } from './schema-oracle.ts';
import { allPermissions, createWorld, dmOf, type FakeChannel, type FakeMessage, type FakeUser, type World } from './world.ts';

export interface FakeDiscordOptions {
  readonly token: string;
  /** 0, unless it is to come back where it was. */
  readonly port?: number;
  /** Calls are never too many. */
  readonly unhurried?: boolean;
  /** Discord says 41.25 s. */
  readonly heartbeatMs?: number;
}

export interface RecordedCall {
  /** `POST /channels/:channel/messages`. */
  readonly route: string;
  readonly parts: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly files: ReadBody['files'];
  readonly atMs: number;
  /** What the bot heard: a status, or nothing. */
  answer: string;
}

export interface FakeDiscord extends Acts {
  /** What `DISCORD_API_ROOT` is set to. */
  readonly apiRoot: string;
  readonly calls: readonly RecordedCall[];
  /** Of the published specification, about requests and answers; none when all is well. */
  readonly complaints: readonly string[];
  /** Calls that came before the wait they were told was over. */
  readonly impatient: () => number;
  readonly gateway: FakeGateway;
  readonly world: World;
  addUser(username: string, more?: Partial<FakeUser>): FakeUser;
  /** Of a server of its own, in which the bot is. */
  addChannel(name: string, id?: string): FakeChannel;
  /** Of a channel, or of the private talk with somebody. */
  messages(of: FakeChannel | FakeUser): readonly FakeMessage[];
  /** Asked at each call, with how many of its route came before. */
  fault: ((call: RecordedCall, before: number) => CallFault<Refusal> | null) | null;
  /** Puts the server's clock forward. */
  later(ms: number): void;
  stop(): Promise<void>;
}

/** Discord's API over HTTP and its gateway over WebSocket, as far as this product uses them: with their limits and errors, and what people do in channels. */
export const startFakeDiscord = async ({
  token,
  port = 0,
  unhurried = false,
  heartbeatMs = 41_250,
}: FakeDiscordOptions): Promise<FakeDiscord> => {
  let forwardMs = 0;
  const world = createWorld(() => Date.now() + forwardMs);
  const pace = callPace(unhurried);
  const calls: RecordedCall[] = [];
  const complaints: string[] = [];

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = /^\/api\/v10(\/[^?]*)/.exec(request.url ?? '')?.[1];
    if (path === undefined) throw refusal('noRoute');
    const found = routeOf(request.method!, path);
    if (found.route.open !== true && request.headers.authorization !== `Bot ${token}`) throw refusal('unauthorized');
    const read = await readBody(request);
    const route = `${found.route.method} ${found.route.path}`;
    const call: RecordedCall = {
      route,
      parts: found.parts,
      body: read.body,
      files: read.files,
      atMs: world.now(),
      answer: 'none',
    };
    const fault = fake.fault?.(call, calls.filter((one) => one.route === route).length) ?? null;
    calls.push(call);
    try {
      await work(call, found, read, fault, request, response);
    } catch (error) {
      call.answer = error instanceof Refusal ? `${error.status} ${error.body.code}` : String(error);
      throw error;
    }
  };

  const work = async (
    call: RecordedCall,
    { route, parts }: FoundRoute,
    read: ReadBody,
    fault: CallFault<Refusal> | null,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    const asked = typeof route.request === 'function' ? route.request(read.body) : route.request;
    if (asked !== undefined) complaints.push(...complaintsOf(asked, read.body));
    const { headers, wait } = pace.pass(
      route.free === true ? null : `${call.route} ${parts.channel ?? parts.token ?? ''}`,
      world.now(),
    );
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (wait !== null) throw rateLimited(wait.seconds, { global: wait.global });
    if (fault !== null && 'refuse' in fault) throw fault.refuse;
    if (fault !== null && 'status' in fault) {
      call.answer = String(fault.status);
      return void response.writeHead(fault.status).end('<html>cloudflare</html>');
    }
    if (fault !== null && 'hangUp' in fault && fault.hangUp === 'not taken') return void request.socket.destroy();
    const result = route.answer(world, parts, read);
    if (fault !== null && 'hangUp' in fault) return void request.socket.destroy();
    if (fault !== null) return;
    if (route.response !== undefined) complaints.push(...complaintsOf(route.response, result));
    call.answer = result === undefined ? '204' : '200';
    if (result === undefined) response.writeHead(204).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  };

  const refuse = (response: ServerResponse, error: unknown): void => {
    if (!(error instanceof Refusal)) complaints.push(`the fake failed: ${error instanceof Error ? error.stack : error}`);
    const { status, body, headers } = error instanceof Refusal ? error : new Refusal(500, { message: 'the fake failed' });
    response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

  const http = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => refuse(response, error));
  });
  const gateway = openGateway(world, http, token, heartbeatMs);
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
  const bound = (http.address() as AddressInfo).port;
  world.gatewayUrl = `ws://127.0.0.1:${bound}`;

  const fake: FakeDiscord = {
    ...openActs(world, gateway.tell),
    apiRoot: `http://127.0.0.1:${bound}/api`,
    calls,
    complaints,
    impatient: () => pace.impatient,
    gateway,
    world,
    addUser: (username, more = {}) => {
      const user: FakeUser = { id: world.nextId(), username, locale: 'en-US', takesDms: true, ...more };
      world.users.set(user.id, user);
      return user;
    },
    addChannel: (name, id = world.nextId()) => {
      const guild = { id: world.nextId(), name: `${name}'s server`, hasBot: true };
      world.guilds.set(guild.id, guild);
      const channel = {
        id,
        name,
        guild: guild.id,
        recipient: null,
        botPermissions: allPermissions,
        messages: new Map(),
      };
      world.channels.set(channel.id, channel);
      return channel;
    },
    messages: (of) => [...('username' in of ? dmOf(world, of.id) : of).messages.values()],
    fault: null,
    later: (ms) => {
      forwardMs += ms;
    },
    stop: async () => {
      gateway.stop();
      http.close();
      http.closeAllConnections();
      await once(http, 'close').catch(() => {});
    },
  };
  return fake;
};
