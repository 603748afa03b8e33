import { createHash } from 'node:crypto';
import type { ChatMessage, ChatRef, Clock } from '@gexstream/domain';
import { MessageFlags, type RawFile, Routes } from 'discord.js';
import type { Logger } from 'pino';
import { ChatError, type ChatImage, type SendOptions } from '../platform/chat-platform.ts';
import { editParts, sendParts } from '../platform/message-parts.ts';
import { type DiscordApi, idOf } from './discord-api.ts';
import { messageBodies } from './message-bodies.ts';

/** Puts messages into channels and private talks, and makes what stands there another one. Ids of a message's parts are joined by `+`. */
export interface ChannelPost {
  send(chat: ChatRef, message: ChatMessage, options: SendOptions): Promise<string>;
  /** Changes its words, within the messages that it already has; its picture stays. */
  edit(chat: ChatRef, messageId: string, message: ChatMessage): Promise<void>;
}

const nonceMax = 25;
/** Private talks whose channels are known. */
const knownMax = 1_000;

export const channelPost = (api: DiscordApi, clock: Clock, log: Logger): ChannelPost => {
  const talks = new Map<string, string>();

  /** A private talk is called by the person; its channel is asked for once, and begun where there is none. */
  const channelOf = async ({ id }: ChatRef): Promise<string> => {
    const person = /^user-(\d+)$/.exec(id)?.[1];
    if (person === undefined) return id;
    const known = talks.get(person);
    if (known !== undefined) return known;
    const body = { recipient_id: person };
    const channel = idOf(await api.call('begin a private talk', 'post', Routes.userChannels(), { body }));
    talks.set(person, channel);
    const [oldest] = talks.keys();
    if (talks.size > knownMax && oldest !== undefined) talks.delete(oldest);
    return channel;
  };

  return {
    send: async (chat, message, { silent, nonce, image }) => {
      const channel = await channelOf(chat);
      const ids = await sendParts({ clock, log }, messageBodies(message), async (body, at) => {
        const flags = silent || at > 0 ? { flags: MessageFlags.SuppressNotifications as const } : {};
        const own = { nonce: partNonce(nonce, at), enforce_nonce: true, ...flags };
        const request = withImage({ ...body, ...own }, at === 0 ? image : undefined);
        return idOf(await api.call('send a message', 'post', Routes.channelMessages(channel), request));
      });
      return ids.join('+');
    },
    edit: async (chat, messageId, message) => {
      if (!/^\d+(\+\d+)*$/.test(messageId)) throw new ChatError('gone', `no message of Discord's is called ${messageId}`);
      const channel = await channelOf(chat);
      const ids = messageId.split('+');
      await editParts(
        ids,
        messageBodies(message, ids.length),
        async (id, body) => void (await api.call('edit a message', 'patch', Routes.channelMessage(channel, id), { body })),
        async (id) => {
          await api
            .call('delete a message', 'delete', Routes.channelMessage(channel, id))
            .catch(() => log.debug('a part that is no longer needed could not be deleted'));
        },
      );
    },
  };
};

/** Each part has its own, and the same one when all is sent again. */
const partNonce = (nonce: string, at: number): string =>
  at === 0 ? nonce.slice(0, nonceMax) : createHash('sha256').update(`${nonce}/${at}`).digest('base64url').slice(0, nonceMax);

/** The picture stands above the blocks, as a file and not in the embed: there it would be small. */
export const withImage = (body: object, image: ChatImage | undefined): { body: object; files?: RawFile[] } => {
  if (image === undefined) return { body };
  const file: RawFile = { name: image.fileName, data: Buffer.from(image.png), contentType: 'image/png' };
  return {
    body: { ...body, attachments: [{ id: '0', filename: image.fileName, description: image.alt.slice(0, 1_024) }] },
    files: [file],
  };
};
