import type { ChatSettings } from '@gexstream/domain';
import type { Chat, Message, Update, User } from 'telegraf/types';

/** What somebody typed or pressed, as far as it is meant for us. */
export interface HeardUpdate {
  readonly chat: { readonly id: string; readonly kind: ChatSettings['kind']; readonly title: string };
  readonly user: User;
  /** Without slash and bot name. */
  readonly text: string;
  readonly source: 'typed' | 'button';
  /** Message that is answered, or under which the button stands; 0: none that can be answered or edited. */
  readonly messageId: number;
  readonly threadId: number | null;
  /** The message under which the button stands has a picture. */
  readonly photo: boolean;
  /** A group's administrator who hides his name writes as the group. */
  readonly asGroup: boolean;
  /** Of the press, to be answered at once. */
  readonly callbackId: string | null;
}

const textMax = 500;

/** Null: not for us. In groups only commands are, without another bot's name. */
export const heardUpdate = (update: Update, botName: string): HeardUpdate | null => {
  if ('callback_query' in update) return heardPress(update.callback_query);
  if (!('message' in update) || !('text' in update.message)) return null;
  const { message } = update;
  const text = commandText(message.text, botName, message.chat.type !== 'private');
  if (text === null) return null;
  return {
    ...heardIn(message),
    user: message.from,
    text,
    source: 'typed',
    messageId: message.message_id,
    photo: false,
    asGroup: 'sender_chat' in message && message.sender_chat?.id === message.chat.id,
    callbackId: null,
  };
};

const heardPress = (query: Update.CallbackQueryUpdate['callback_query']): HeardUpdate | null => {
  const { message } = query;
  if (message === undefined || !('data' in query)) return null;
  return {
    ...heardIn(message),
    user: query.from,
    text: query.data.slice(0, textMax),
    source: 'button',
    // Too old to be seen by the bot: it can be answered, not edited.
    messageId: message.date === 0 ? 0 : message.message_id,
    photo: 'photo' in message,
    asGroup: false,
    callbackId: query.id,
  };
};

const heardIn = (
  message: Pick<Message, 'chat'> & { readonly is_topic_message?: boolean; readonly message_thread_id?: number },
) => ({
  chat: { id: String(message.chat.id), kind: kindOf(message.chat), title: titleOf(message.chat) },
  threadId: message.is_topic_message ? (message.message_thread_id ?? null) : null,
});

const commandText = (typed: string, botName: string, commandsOnly: boolean): string | null => {
  const [, slash, name, bot, rest] = /^(\/?)([^\s@]*)(?:@(\w+))?([\s\S]*)$/.exec(typed.trim()) ?? [];
  if (slash !== '/') return commandsOnly || typed.trim() === '' ? null : typed.trim().slice(0, textMax);
  if (bot !== undefined && bot.toLowerCase() !== botName.toLowerCase()) return null;
  return `${name}${rest}`.trim().slice(0, textMax);
};

const kindOf = ({ type }: Chat): ChatSettings['kind'] => (type === 'private' || type === 'channel' ? type : 'group');
const titleOf = (chat: Chat): string => ('title' in chat ? chat.title : userName(chat as Chat.PrivateChat));

export const userName = ({ username, first_name, last_name }: Pick<User, 'username' | 'first_name' | 'last_name'>): string =>
  username === undefined ? [first_name, last_name].filter(Boolean).join(' ') : `@${username}`;
