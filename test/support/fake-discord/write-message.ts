import type { MessageBody } from './check-message.ts';
import { checkMessage } from './check-message.ts';
import type { UploadedFile } from './read-body.ts';
import { refusal } from './refusal.ts';
import {
  dmOf,
  type FakeAttachment,
  type FakeChannel,
  type FakeMessage,
  type MessageContent,
  permission,
  type World,
} from './world.ts';

const nonceMs = 180_000;
const suppressed = 1 << 12;
const ephemeral = 1 << 6;

export type Written = { readonly body: MessageBody; readonly files: readonly UploadedFile[] };

/** A channel the bot can see and write to; refuses as the server does. */
export const writableChannel = (world: World, id: string): FakeChannel => {
  const channel = world.channels.get(id);
  if (channel === undefined) throw refusal('unknownChannel');
  if (channel.recipient !== null) {
    if (!world.users.get(channel.recipient)!.takesDms) throw refusal('cannotDm');
    return channel;
  }
  if (!world.guilds.get(channel.guild!)!.hasBot || !(channel.botPermissions & permission.viewChannel))
    throw refusal('missingAccess');
  if (!(channel.botPermissions & permission.sendMessages)) throw refusal('missingPermissions');
  return channel;
};

export const privateChannel = (world: World, recipient: string | undefined): FakeChannel => {
  if (recipient === undefined || !world.users.has(recipient)) throw refusal('invalidRecipient');
  return dmOf(world, recipient);
};

/** A new message. With a nonce that was seen in the past minutes, the one that has it. */
export const createMessage = (
  world: World,
  channel: FakeChannel,
  { body, files }: Written,
  more: Partial<Pick<FakeMessage, 'onlyFor' | 'answers'>> = {},
): FakeMessage => {
  checkMessage(body, files);
  const nonce = body.nonce == null ? null : String(body.nonce);
  const known = nonce === null || !body.enforce_nonce ? undefined : world.nonces.get(`${channel.id}/${nonce}`);
  if (known !== undefined && known.atMs > world.now() - nonceMs) return known.message;
  const content = contentOf(world, body, files, null);
  if (isEmpty(content)) throw refusal('emptyMessage');
  const message: FakeMessage = {
    ...content,
    id: world.nextId(),
    channel: channel.id,
    createdMs: world.now(),
    editedMs: null,
    nonce,
    onlyFor: null,
    answers: null,
    ...more,
  };
  channel.messages.set(message.id, message);
  if (nonce !== null) rememberNonce(world, `${channel.id}/${nonce}`, message);
  return message;
};

/** Those that are not remembered any more go: they stand in the order of their times. */
const rememberNonce = ({ nonces, now }: World, key: string, message: FakeMessage): void => {
  for (const [old, { atMs }] of nonces) {
    if (atMs > now() - nonceMs) break;
    nonces.delete(old);
  }
  nonces.delete(key);
  nonces.set(key, { message, atMs: now() });
};

export const editMessage = (world: World, channel: FakeChannel, id: string, { body, files }: Written): FakeMessage => {
  const before = channel.messages.get(id);
  if (before === undefined) throw refusal('unknownMessage');
  checkMessage(body, files);
  const content = contentOf(world, body, files, before);
  if (isEmpty(content)) throw refusal('emptyMessage');
  const after = { ...before, ...content, editedMs: world.now() };
  channel.messages.set(id, after);
  return after;
};

const isEmpty = ({ content, embeds, attachments }: MessageContent): boolean =>
  content.trim() === '' && embeds.length === 0 && attachments.length === 0;

/** What is not said in an edit stays as it is. */
const contentOf = (
  world: World,
  { content, embeds, components, attachments, allowed_mentions, flags }: MessageBody,
  files: readonly UploadedFile[],
  before: FakeMessage | null,
): MessageContent => {
  const kept = (before?.attachments ?? []).filter(({ id }) => attachments?.some((one) => String(one.id) === id) ?? true);
  const added = files.map(({ key, filename, contentType, bytes }): FakeAttachment => {
    const said = attachments?.find(({ id }) => String(id) === key);
    return {
      id: world.nextId(),
      filename: said?.filename ?? filename,
      ...(said?.description == null ? {} : { description: said.description }),
      contentType,
      bytes,
    };
  });
  const words = content === undefined ? (before?.content ?? '') : (content ?? '');
  return {
    content: words,
    embeds: embeds === undefined ? (before?.embeds ?? []) : (embeds ?? []),
    rows: components === undefined ? (before?.rows ?? []) : (components ?? []).map((row) => row.components),
    attachments: [...kept, ...added],
    flags: before?.flags ?? (flags ?? 0) & (suppressed | ephemeral),
    pings:
      allowed_mentions?.parse?.length === 0
        ? []
        : (words.match(/(?<!\\)@(?:everyone|here)|(?<=<@)\d+(?=>)/g) ?? []).map((ping) => ping.replace('@', '')),
  };
};
