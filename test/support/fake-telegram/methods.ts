import { createHash } from 'node:crypto';
import { bot, type FakeChat, type FakeMessage, wireMessage, wireUser } from './chat-state.ts';
import { type ParsedText, parseHtml } from './html-entities.ts';
import { badRequest, Refusal } from './refusal.ts';
import type { Method } from './schema-oracle.ts';

/** What the methods work on. */
export interface FakeServer {
  readonly chats: ReadonlyMap<number, FakeChat>;
  /** Names of presses that may still be answered. */
  readonly openPresses: Set<string>;
  readonly files: Set<string>;
  /** Tags that this server knows; null: all. */
  readonly tags: readonly string[] | null;
  commands: unknown;
  webhook: { readonly url: string; readonly secret: string | null } | null;
  lastWebhookError: { readonly date: number; readonly message: string } | null;
  nextMessageId(): number;
  nowSeconds(): number;
}

export interface Call {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const textMax = 4_096;
const captionMax = 1_024;
const photoBytesMax = 10 << 20;

type Methods = Readonly<Record<Exclude<Method, 'getUpdates'>, (server: FakeServer, call: Call) => unknown>>;

export const methods: Methods = {
  getMe: () => bot,
  deleteWebhook: (server) => {
    server.webhook = null;
    return true;
  },
  setWebhook: (server, { parameters }) => {
    const { url, secret_token } = parameters as { url: string; secret_token?: string };
    if (!url.startsWith('https://')) throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
    if (!/^[\w-]{1,256}$/.test(secret_token ?? 'none')) throw badRequest('secret token contains unallowed characters');
    server.webhook = { url, secret: secret_token ?? null };
    return true;
  },
  getWebhookInfo: ({ webhook, lastWebhookError }) => ({
    url: webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: 0,
    ...(lastWebhookError === null
      ? {}
      : { last_error_date: lastWebhookError.date, last_error_message: lastWebhookError.message }),
  }),
  setMyCommands: (server, { parameters }) => {
    const commands = parameters.commands as readonly { command: string; description: string }[];
    if (commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
    if (!commands.every(({ command }) => /^[a-z0-9_]{1,32}$/.test(command))) throw badRequest('BOT_COMMAND_INVALID');
    if (!commands.every(({ description }) => description.length >= 1 && description.length <= 256))
      throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    server.commands = commands;
    return true;
  },
  sendMessage: (server, { parameters }) => {
    const chat = reachable(server, parameters.chat_id);
    const { text, entities } = words(
      server,
      parameters.text,
      parameters.parse_mode,
      'message text is empty',
      textMax,
      'message is too long',
    );
    return put(server, chat, { text, ...some({ entities }), ...markup(parameters.reply_markup) });
  },
  sendPhoto: (server, call) => {
    const chat = reachable(server, call.parameters.chat_id);
    return put(server, chat, {
      photo: photoOf(server, call, String(call.parameters.photo)),
      ...caption(server, call.parameters),
      ...markup(call.parameters.reply_markup),
    });
  },
  editMessageText: (server, { parameters }) => {
    const { chat, message } = existing(server, parameters, 'edit');
    if (message.photo !== undefined) throw badRequest('there is no text in the message to edit');
    const { text, entities } = words(
      server,
      parameters.text,
      parameters.parse_mode,
      'message text is empty',
      textMax,
      'message is too long',
    );
    return replace(chat, message, { text, ...some({ entities }), ...markup(parameters.reply_markup) });
  },
  editMessageCaption: (server, { parameters }) => {
    const { chat, message } = existing(server, parameters, 'edit');
    if (message.photo === undefined) throw badRequest('there is no caption in the message to edit');
    return replace(chat, message, { photo: message.photo, ...caption(server, parameters), ...markup(parameters.reply_markup) });
  },
  editMessageMedia: (server, call) => {
    const { chat, message } = existing(server, call.parameters, 'edit');
    const media = call.parameters.media as Readonly<Record<string, unknown>>;
    return replace(chat, message, {
      photo: photoOf(server, call, String(media.media)),
      ...caption(server, media),
      ...markup(call.parameters.reply_markup),
    });
  },
  deleteMessage: (server, { parameters }) => {
    const { chat, message } = existing(server, parameters, 'delete');
    return chat.messages.delete(message.message_id);
  },
  answerCallbackQuery: (server, { parameters }) => {
    if (!server.openPresses.delete(String(parameters.callback_query_id)))
      throw badRequest('query is too old and response timeout expired or query ID is invalid');
    return true;
  },
  getChatMember: (server, { parameters }) => {
    const { admins } = reachable(server, parameters.chat_id);
    const id = Number(parameters.user_id);
    const user = wireUser({ id, first_name: `U${id}` });
    return admins.has(id) ? { status: 'creator', user, is_anonymous: false } : { status: 'member', user };
  },
};

const reachable = (server: FakeServer, id: unknown): FakeChat => {
  const chat = server.chats.get(Number(id));
  if (chat === undefined) throw badRequest('chat not found');
  if (chat.movedTo !== null)
    throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: chat.movedTo });
  if (chat.forbidden !== null) throw new Refusal(403, `Forbidden: ${chat.forbidden}`);
  return chat;
};

const existing = (server: FakeServer, parameters: Call['parameters'], to: 'edit' | 'delete') => {
  const chat = reachable(server, parameters.chat_id);
  const message = chat.messages.get(Number(parameters.message_id));
  if (message === undefined) throw badRequest(`message to ${to} not found`);
  return { chat, message };
};

const words = (server: FakeServer, text: unknown, mode: unknown, empty: string, most: number, long: string): ParsedText => {
  if (!String(text ?? '').isWellFormed()) throw badRequest('strings must be encoded in UTF-8');
  const parsed = mode === 'HTML' ? parsedOf(server, String(text ?? '')) : { text: String(text ?? '').trimEnd(), entities: [] };
  if (parsed.text.trim() === '' && empty !== '') throw badRequest(empty);
  if ([...parsed.text].length > most) throw badRequest(long);
  return parsed;
};

const parsedOf = (server: FakeServer, html: string): ParsedText => {
  try {
    return parseHtml(html, server.tags ?? undefined);
  } catch (error) {
    throw badRequest(`can't parse entities: ${error instanceof Error ? error.message : error}`);
  }
};

const caption = (server: FakeServer, { caption: text, parse_mode }: Call['parameters']) => {
  const parsed = words(server, text, parse_mode, '', captionMax, 'message caption is too long');
  return parsed.text === '' ? {} : { caption: parsed.text, ...some({ caption_entities: parsed.entities }) };
};

const some = <Name extends string>(lists: Readonly<Record<Name, readonly unknown[]>>) =>
  Object.fromEntries(Object.entries<readonly unknown[]>(lists).filter(([, list]) => list.length > 0));

const markup = (given: unknown): Pick<FakeMessage, 'reply_markup'> => {
  const reply_markup = given as FakeMessage['reply_markup'];
  for (const { text, callback_data } of reply_markup?.inline_keyboard.flat() ?? []) {
    if (text.trim() === '') throw badRequest('BUTTON_TEXT_INVALID');
    const bytes = Buffer.byteLength(callback_data);
    if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID');
  }
  return reply_markup === undefined || reply_markup.inline_keyboard.length === 0 ? {} : { reply_markup };
};

const photoOf = (server: FakeServer, { files }: Call, named: string): NonNullable<FakeMessage['photo']> => {
  const bytes = named.startsWith('attach://') ? files.get(named.slice('attach://'.length)) : undefined;
  if (bytes === undefined && !server.files.has(named)) throw badRequest('wrong file identifier/HTTP URL specified');
  if (bytes !== undefined && (bytes.length === 0 || bytes.length > photoBytesMax))
    throw badRequest('file must be non-empty and at most 10 MB');
  const file_id = bytes === undefined ? named : `AgAC${createHash('sha256').update(bytes).digest('base64url')}`;
  server.files.add(file_id);
  return [{ file_id, file_unique_id: `AQAD${file_id.slice(4, 16)}`, width: 1_200, height: 900, file_size: bytes?.length ?? 1 }];
};

const put = (server: FakeServer, chat: FakeChat, content: Omit<FakeMessage, 'message_id' | 'date'>): unknown => {
  const message = { message_id: server.nextMessageId(), date: server.nowSeconds(), ...content };
  chat.messages.set(message.message_id, message);
  return wireMessage(chat, message);
};

const replace = (
  chat: FakeChat,
  { message_id, date, ...before }: FakeMessage,
  content: Omit<FakeMessage, 'message_id' | 'date'>,
): unknown => {
  if (JSON.stringify(sorted(before)) === JSON.stringify(sorted(content)))
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  const message = { message_id, date, ...content };
  chat.messages.set(message_id, message);
  return wireMessage(chat, message);
};

const sorted = (content: object) => Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1));
