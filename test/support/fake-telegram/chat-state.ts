import type { Entity } from './html-entities.ts';

export interface FakeChat {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup' | 'channel';
  /** First name, where it is a person's. */
  readonly title: string;
  /** Why nothing can be sent there: the server's words behind `Forbidden: `. */
  forbidden: string | null;
  movedTo: number | null;
  readonly admins: Set<number>;
  readonly messages: Map<number, FakeMessage>;
}

export interface FakeMessage {
  readonly message_id: number;
  readonly date: number;
  readonly text?: string;
  readonly entities?: readonly Entity[];
  readonly caption?: string;
  readonly caption_entities?: readonly Entity[];
  readonly photo?: readonly {
    readonly file_id: string;
    readonly file_unique_id: string;
    readonly width: number;
    readonly height: number;
    readonly file_size: number;
  }[];
  readonly reply_markup?: {
    readonly inline_keyboard: readonly (readonly { readonly text: string; readonly callback_data: string }[])[];
  };
}

export interface FakeUser {
  readonly id: number;
  readonly first_name: string;
  readonly username?: string;
  readonly language_code?: string;
}

export const bot = {
  id: 123_456,
  is_bot: true,
  first_name: 'Gex',
  username: 'gex_bot',
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
} as const;

/** As the server shows it to the bot. */
export const wireChat = ({ id, type, title }: FakeChat) =>
  type === 'private' ? { id, type, first_name: title } : { id, type, title };
export const wireMessage = (chat: FakeChat, message: FakeMessage) => ({
  ...message,
  from: { id: bot.id, is_bot: true, first_name: bot.first_name, username: bot.username },
  chat: wireChat(chat),
});
export const wireUser = (user: FakeUser) => ({ ...user, is_bot: false });
