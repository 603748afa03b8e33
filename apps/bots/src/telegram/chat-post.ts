import type { ChatMessage, Clock } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { InlineKeyboardMarkup } from 'telegraf/types';
import type { ChatImage } from '../platform/chat-platform.ts';
import { editParts, sendParts } from '../platform/message-parts.ts';
import { inlineKeyboard } from './inline-keyboard.ts';
import { captionMax, messagePieces, type Piece } from './message-pieces.ts';
import type { PhotoCache } from './photo-cache.ts';
import type { ShownMessage } from './shown-message.ts';
import type { TelegramApi } from './telegram-api.ts';
import { isNotModified, isUnparsable } from './telegram-error.ts';

export interface ChatPostParts {
  readonly api: TelegramApi;
  readonly clock: Clock;
  readonly log: Logger;
  readonly photos: PhotoCache;
  /** A message that the server could not parse was sent without marks. */
  readonly onUnparsable: () => void;
}

/** Where a message goes. */
export interface Place {
  readonly chatId: string;
  /** Topic of a forum. */
  readonly threadId?: number;
  /** Message that it answers. */
  readonly answers?: number;
  readonly silent: boolean;
}

/** Puts messages into chats, and makes what stands there another one. */
export interface ChatPost {
  send(place: Place, message: ChatMessage, image?: ChatImage): Promise<ShownMessage>;
  /** Changes its words, within the messages that it already has. */
  edit(chatId: string, shown: ShownMessage, message: ChatMessage): Promise<void>;
  /** Also its picture. Only for a message of one piece. */
  editPhoto(chatId: string, messageId: number, message: ChatMessage, image: ChatImage): Promise<void>;
}

const html = 'HTML' as const;
const noPreview = { is_disabled: true };

export const chatPost = ({ api, clock, log, photos, onUnparsable }: ChatPostParts): ChatPost => {
  /** With marks; without them where the server, older or newer than ours, cannot read them. */
  const marked = async <T>(piece: Piece, call: (text: string, mode: { parse_mode?: 'HTML' }) => Promise<T>): Promise<T> => {
    try {
      return await call(piece.html, { parse_mode: html });
    } catch (error) {
      if (!isUnparsable(error)) throw error;
      onUnparsable();
      log.warn({ err: error }, 'Telegram could not parse a message; it is sent without marks');
      return call(piece.text, {});
    }
  };

  const sendText = (place: Place, piece: Piece, reply_markup: InlineKeyboardMarkup): Promise<number> =>
    marked(piece, async (text, mode) => {
      const common = { ...placed(place), ...mode, ...keyboard(reply_markup) };
      return (await api('sendMessage', { ...common, text, link_preview_options: noPreview })).message_id;
    });

  const sendPhoto = (place: Place, piece: Piece, reply_markup: InlineKeyboardMarkup, image: ChatImage): Promise<number> =>
    marked(piece, async (caption, mode) => {
      const photo = photos.get(image) ?? { source: Buffer.from(image.png), filename: image.fileName };
      const sent = await api('sendPhoto', { ...placed(place), ...mode, ...keyboard(reply_markup), photo, caption });
      remember(image, sent);
      return sent.message_id;
    });

  const remember = (image: ChatImage, sent: unknown): void => {
    const sizes = typeof sent === 'object' && sent !== null && 'photo' in sent ? (sent.photo as { file_id: string }[]) : [];
    const largest = sizes.at(-1);
    if (largest !== undefined) photos.put(image, largest.file_id);
  };

  const editText = async (
    chat_id: string,
    message_id: number,
    piece: Piece,
    photo: boolean,
    reply_markup: InlineKeyboardMarkup,
  ) => {
    const target = { chat_id, message_id, reply_markup };
    const call = marked(piece, (text, mode) =>
      photo
        ? api('editMessageCaption', { ...target, ...mode, caption: text } as never)
        : api('editMessageText', { ...target, ...mode, text, link_preview_options: noPreview } as never),
    );
    await call.catch(unlessNotModified);
  };

  return {
    send: async (place, message, image) => {
      const pieces = messagePieces(message, image === undefined ? {} : { first: captionMax });
      const ids = await sendParts({ clock, log }, pieces, (piece, at) => {
        const buttons = at === pieces.length - 1 ? inlineKeyboard(message) : noButtons;
        const to = at === 0 ? place : { ...place, silent: true };
        return at === 0 && image !== undefined ? sendPhoto(to, piece, buttons, image) : sendText(to, piece, buttons);
      });
      return { photo: image !== undefined, ids };
    },
    edit: async (chatId, { photo, ids }, message) => {
      const pieces = messagePieces(message, { pieces: ids.length, ...(photo ? { first: captionMax } : {}) });
      await editParts(
        ids,
        pieces,
        (id, piece, at) => {
          const buttons = at === pieces.length - 1 ? inlineKeyboard(message) : noButtons;
          return editText(chatId, id, piece, photo && at === 0, buttons);
        },
        async (message_id) => {
          await api('deleteMessage', { chat_id: chatId, message_id }).catch(() =>
            log.debug('a piece that is no longer needed could not be deleted'),
          );
        },
      );
    },
    editPhoto: async (chat_id, message_id, message, image) => {
      const [piece] = messagePieces(message, { first: captionMax, pieces: 1 });
      const source = photos.get(image) ?? { source: Buffer.from(image.png), filename: image.fileName };
      const call = marked(piece!, (caption, mode) => {
        const media = { type: 'photo' as const, media: source, caption, ...mode };
        return api('editMessageMedia', { chat_id, message_id, media, reply_markup: inlineKeyboard(message) } as never);
      });
      remember(image, await call.catch(unlessNotModified));
    },
  };
};

const noButtons: InlineKeyboardMarkup = { inline_keyboard: [] };
const keyboard = (reply_markup: InlineKeyboardMarkup) => (reply_markup.inline_keyboard.length === 0 ? {} : { reply_markup });

const placed = ({ chatId, threadId, answers, silent }: Place) => ({
  chat_id: chatId,
  ...(threadId === undefined ? {} : { message_thread_id: threadId }),
  ...(answers === undefined ? {} : { reply_parameters: { message_id: answers, allow_sending_without_reply: true } }),
  ...(silent ? { disable_notification: true } : {}),
});

const unlessNotModified = (error: unknown): void => {
  if (!isNotModified(error)) throw error;
};
