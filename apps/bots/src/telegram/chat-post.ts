import type { ChatMessage, Clock } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { InlineKeyboardMarkup } from 'telegraf/types';
import { ChatError, type ChatImage } from '../platform/chat-platform.ts';
import { patiently } from '../platform/patiently.ts';
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
/** One message a second in a chat. */
const betweenPiecesMs = 1_000;

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

  /** The first one has arrived: what follows is worth some patience, and no reason to send all again. */
  const sendRest = async (place: Place, rest: readonly Piece[], buttons: InlineKeyboardMarkup): Promise<readonly number[]> => {
    const ids: number[] = [];
    for (const [at, piece] of rest.entries()) {
      await new Promise<void>((resolve) => void clock.after(betweenPiecesMs, resolve));
      try {
        ids.push(await patiently(clock, () => sendText(place, piece, at === rest.length - 1 ? buttons : noButtons)));
      } catch (error) {
        log.warn({ err: error, sent: at + 1, of: rest.length + 1 }, 'the rest of a long message could not be sent');
        break;
      }
    }
    return ids;
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
      const [first, ...rest] = messagePieces(message, image === undefined ? {} : { first: captionMax });
      const buttons = inlineKeyboard(message);
      const firstButtons = rest.length === 0 ? buttons : noButtons;
      const id =
        image === undefined ? await sendText(place, first!, firstButtons) : await sendPhoto(place, first!, firstButtons, image);
      return { photo: image !== undefined, ids: [id, ...(await sendRest({ ...place, silent: true }, rest, buttons))] };
    },
    edit: async (chatId, { photo, ids }, message) => {
      const limits = { pieces: ids.length, ...(photo ? { first: captionMax } : {}) };
      const pieces = messagePieces(message, limits);
      for (const [at, piece] of pieces.entries()) {
        const buttons = at === pieces.length - 1 ? inlineKeyboard(message) : noButtons;
        const edited = editText(chatId, ids[at]!, piece, photo && at === 0, buttons);
        await (at === 0 ? edited : edited.catch(unlessGone));
      }
      for (const message_id of ids.slice(pieces.length))
        await api('deleteMessage', { chat_id: chatId, message_id }).catch(() =>
          log.debug('a piece that is no longer needed could not be deleted'),
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

/** A later part that an edit made needless, or somebody deleted: the first one tells what matters. */
const unlessGone = (error: unknown): void => {
  if (!(error instanceof ChatError && error.kind === 'gone')) throw error;
};

const unlessNotModified = (error: unknown): void => {
  if (!isNotModified(error)) throw error;
};
