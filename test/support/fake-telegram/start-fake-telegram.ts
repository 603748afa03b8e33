import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallFault } from '../call-fault.ts';
import { callPace } from './call-pace.ts';
import { type FakeChat, type FakeMessage, type FakeUser, wireChat, wireMessage, wireUser } from './chat-state.ts';
import { type FakeServer, methods } from './methods.ts';
import { postUpdate } from './post-update.ts';
import { readParameters } from './read-parameters.ts';
import { badRequest, Refusal } from './refusal.ts';
import { type SchemaOracle, schemaOracle } from './schema-oracle.ts';
import { updates } from './updates.ts';

export interface FakeTelegramOptions {
  readonly token: string;
  /** 0, unless it is to come back where it was. */
  readonly port?: number;
  /** Takes the place of documented pace: calls are never too many. */
  readonly unhurried?: boolean;
  /** Where what is posted to a webhook's `https://` address arrives. */
  readonly proxied?: string;
  /** Of HTML mode, those that this server knows; all when not said. */
  readonly tags?: readonly string[];
}

export interface RecordedCall {
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly atMs: number;
  /** What the bot heard: `ok`, an error, or nothing. */
  answer: string;
}

export interface FakeTelegram {
  readonly url: string;
  /** In the order they came, polls left out. */
  readonly calls: readonly RecordedCall[];
  /** Of the published schema, about requests and answers; none when all is well. */
  readonly complaints: readonly string[];
  /** Calls that came before the wait they were told was over. */
  readonly impatient: () => number;
  readonly polling: () => boolean;
  addChat(chat: Pick<FakeChat, 'id' | 'type' | 'title'> & { readonly admins?: readonly number[] }): FakeChat;
  /** Somebody deletes a message. */
  remove(chatId: number, messageId: number): void;
  messages(chatId: number): readonly FakeMessage[];
  type(chatId: number, user: FakeUser, text: string, more?: Readonly<Record<string, unknown>>): void;
  press(chatId: number, user: FakeUser, messageId: number, data: string): void;
  stealPoll(): void;
  /** From now on another program polls all the time. */
  contend(): void;
  /** Asked at each call but polls, with how many of its method came before. */
  fault: ((call: RecordedCall, before: number) => CallFault<Refusal> | null) | null;
  readonly commands: () => unknown;
  stop(): Promise<void>;
}

/** Telegram's Bot API over HTTP, as far as this product uses it: with its limits, its errors in its own words, and what people do in chats. */
export const startFakeTelegram = async ({
  token,
  port = 0,
  unhurried = false,
  tags,
  proxied = '',
}: FakeTelegramOptions): Promise<FakeTelegram> => {
  const oracle: SchemaOracle = schemaOracle();
  const chats = new Map<number, FakeChat>();
  const calls: RecordedCall[] = [];
  const complaints: string[] = [];
  const heard = updates();
  const pace = callPace();
  let lastMessageId = 100;
  let lastPress = 0;
  const server: FakeServer = {
    chats,
    openPresses: new Set(),
    files: new Set(),
    tags: tags ?? null,
    commands: null,
    webhook: null,
    lastWebhookError: null,
    nextMessageId: () => ++lastMessageId,
    nowSeconds: () => Math.floor(Date.now() / 1_000),
  };

  const perform = (call: RecordedCall): unknown => {
    const { method, parameters } = call;
    const waitSeconds =
      /^(send|edit)/.test(method) && !unhurried ? pace.retryAfter(String(parameters.chat_id), Date.now()) : null;
    if (waitSeconds !== null)
      throw new Refusal(429, `Too Many Requests: retry after ${waitSeconds}`, { retry_after: waitSeconds });
    return methods[method as keyof typeof methods](server, call);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, given, name = ''] = /^\/bot([^/]*)\/(\w+)$/.exec(request.url ?? '') ?? [];
    if (given === undefined || !/^\d+:\S+$/.test(given)) throw new Refusal(404, 'Not Found');
    if (given !== token) throw new Refusal(401, 'Unauthorized');
    const method = ['getUpdates', ...Object.keys(methods)].find((known) => known.toLowerCase() === name.toLowerCase());
    if (method === undefined) throw new Refusal(404, 'Not Found: method not found');
    const { parameters, files, form } = await readParameters(request);
    complaints.push(...oracle.request(method, parameters, form));
    if (method === 'getUpdates') {
      if (server.webhook !== null)
        throw new Refusal(
          409,
          "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      const closed = new AbortController();
      response.on('close', () => closed.abort());
      return send(response, method, await heard.poll(parameters, closed.signal));
    }
    const call: RecordedCall = { method, parameters, files, atMs: Date.now(), answer: 'none' };
    const fault = fake.fault?.(call, calls.filter((one) => one.method === method).length) ?? null;
    calls.push(call);
    await work(call, fault, request, response);
  };

  const work = async (
    call: RecordedCall,
    fault: CallFault<Refusal> | null,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    if (fault !== null && 'status' in fault) {
      call.answer = String(fault.status);
      return void response.writeHead(fault.status).end('<html>nginx</html>');
    }
    if (fault !== null && 'silent' in fault) return void perform(call);
    if (fault !== null && 'hangUp' in fault) {
      call.answer = `hung up, ${fault.hangUp}`;
      if (fault.hangUp === 'taken') perform(call);
      return void request.socket.destroy();
    }
    try {
      if (fault !== null) throw fault.refuse;
      send(response, call.method, perform(call));
      call.answer = 'ok';
    } catch (error) {
      call.answer = error instanceof Refusal ? `${error.code} ${error.message}` : String(error);
      throw error;
    }
  };

  const send = (response: ServerResponse, method: string, result: unknown): void => {
    complaints.push(...oracle.result(method, result));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, result }));
  };

  const refuse = (response: ServerResponse, error: unknown): void => {
    const { code, message, parameters } =
      error instanceof Refusal ? error : badRequest(`the fake failed: ${error instanceof Error ? error.stack : error}`);
    if (!(error instanceof Refusal)) complaints.push(message);
    const wait = parameters?.retry_after;
    response
      .writeHead(code, { 'content-type': 'application/json', ...(wait === undefined ? {} : { 'retry-after': String(wait) }) })
      .end(
        JSON.stringify({
          ok: false,
          error_code: code,
          description: message,
          ...(parameters === undefined ? {} : { parameters }),
        }),
      );
  };

  const http = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => refuse(response, error));
  });
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');

  const tell = (update: Readonly<Record<string, unknown>>): void => {
    complaints.push(...oracle.result('getUpdates', [{ update_id: 1, ...update }]));
    if (server.webhook === null) heard.push(update);
    else void postUpdate(server, proxied, update);
  };

  const fake: FakeTelegram = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    calls,
    complaints,
    impatient: () => pace.impatient,
    polling: () => heard.polling,
    addChat: ({ admins = [], ...chat }) => {
      const added = { ...chat, forbidden: null, movedTo: null, admins: new Set(admins), messages: new Map() };
      chats.set(chat.id, added);
      return added;
    },
    remove: (chatId, messageId) => void chats.get(chatId)?.messages.delete(messageId),
    messages: (chatId) => [...(chats.get(chatId)?.messages.values() ?? [])],
    type: (chatId, user, text, more = {}) => {
      const length = /^\/\S*/.exec(text)?.[0].length ?? 0;
      const entities = length === 0 ? {} : { entities: [{ type: 'bot_command', offset: 0, length }] };
      const message = {
        message_id: server.nextMessageId(),
        from: wireUser(user),
        chat: wireChat(chats.get(chatId)!),
        date: server.nowSeconds(),
        text,
        ...entities,
        ...more,
      };
      tell({ message });
    },
    press: (chatId, user, messageId, data) => {
      const chat = chats.get(chatId)!;
      const id = `press${++lastPress}`;
      server.openPresses.add(id);
      const message = chat.messages.get(messageId);
      const shown = message === undefined ? { chat: wireChat(chat), message_id: messageId, date: 0 } : wireMessage(chat, message);
      tell({ callback_query: { id, from: wireUser(user), chat_instance: '-889', data, message: shown } });
    },
    stealPoll: heard.stealPoll,
    contend: () => {
      heard.contended = true;
    },
    fault: null,
    commands: () => server.commands,
    stop: async () => {
      http.close();
      http.closeAllConnections();
      await once(http, 'close').catch(() => {});
    },
  };
  return fake;
};
