import type { MessageBody } from './check-message.ts';
import { refusal } from './refusal.ts';
import type { FakeInteraction, FakeMessage, World } from './world.ts';
import { createMessage, editMessage, type Written } from './write-message.ts';

const ackMsMax = 3_000;
const tokenMsMax = 15 * 60_000;
const ephemeral = 1 << 6;

interface Callback {
  readonly type: number;
  readonly data?: MessageBody & { readonly choices?: FakeInteraction['choices'] };
}

const channelOf = (world: World, { channel }: FakeInteraction) => world.channels.get(channel)!;

/** The first word to an interaction: within three seconds, once. */
export const takeCallback = (
  world: World,
  id: string,
  token: string,
  { type, data = {} }: Callback,
  files: Written['files'],
): void => {
  const interaction = world.interactions.get(token);
  if (interaction?.id !== id || world.now() > interaction.atMs + ackMsMax) throw refusal('unknownInteraction');
  if (interaction.callback !== null) throw refusal('acknowledged');
  if ((type === 8) !== (interaction.kind === 'autocomplete') || (type === 6 && interaction.kind !== 'button'))
    throw new Error(`a ${interaction.kind} is not answered with type ${type}`);
  interaction.callback = type;
  if (type === 8) interaction.choices = data.choices ?? [];
  if (type === 6) interaction.original = interaction.source;
  if (type !== 4 && type !== 5) return;
  const waiting = type === 5 ? { ...data, content: '… is thinking' } : data;
  interaction.original = answerWith(world, interaction, { body: waiting, files }).id;
};

const answerWith = (world: World, interaction: FakeInteraction, written: Written): FakeMessage => {
  const onlyFor = ((written.body.flags ?? 0) & ephemeral) === 0 ? null : interaction.user;
  const message = createMessage(world, channelOf(world, interaction), written, { onlyFor, answers: interaction });
  interaction.messages.push(message.id);
  return message;
};

const living = (world: World, token: string): FakeInteraction => {
  const interaction = world.interactions.get(token);
  if (interaction === undefined || interaction.callback === null) throw refusal('unknownWebhook');
  if (world.now() > interaction.atMs + tokenMsMax) throw refusal('invalidWebhookToken');
  return interaction;
};

export const followUp = (world: World, token: string, written: Written): FakeMessage =>
  answerWith(world, living(world, token), written);

export const editOriginal = (world: World, token: string, written: Written): FakeMessage => {
  const interaction = living(world, token);
  if (interaction.original === null) throw refusal('unknownMessage');
  return editMessage(world, channelOf(world, interaction), interaction.original, written);
};
