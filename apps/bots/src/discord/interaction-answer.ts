import type { ChatMessage, Clock } from '@gexstream/domain';
import { InteractionResponseType, MessageFlags, Routes } from 'discord.js';
import type { Logger } from 'pino';
import type { Incoming } from '../platform/chat-platform.ts';
import { sendParts } from '../platform/message-parts.ts';
import { patiently } from '../platform/patiently.ts';
import { withImage } from './channel-post.ts';
import { type DiscordApi, idOf } from './discord-api.ts';
import type { HeardInteraction } from './heard-interaction.ts';
import { type MessageBody, messageBodies } from './message-bodies.ts';

/** The token of an interaction is what answers it. */
const auth = false;

/**
 * Answers one interaction. Discord waits 3 s for the first word, and a chart may take longer: so it is told at once that an answer comes, and the answer takes the place
 * of that. Whether only the asker sees it is settled by then.
 */
export const interactionAnswer = (api: DiscordApi, clock: Clock, log: Logger, heard: HeardInteraction): Incoming['reply'] => {
  const { id, token, applicationId, source, onlyToAsker } = heard;
  const flags = onlyToAsker ? { flags: MessageFlags.Ephemeral as const } : {};
  const original = Routes.webhookMessage(applicationId, token, '@original');
  const acknowledged = patiently(clock, () =>
    api.call('acknowledge a command', 'post', Routes.interactionCallback(id, token), {
      auth,
      body:
        source === 'button'
          ? { type: InteractionResponseType.DeferredMessageUpdate }
          : { type: InteractionResponseType.DeferredChannelMessageWithSource, data: flags },
    }),
  );
  // Whoever replies hears of it; the command runs meanwhile.
  acknowledged.catch(() => {});
  let answered = false;

  const replaceOriginal = async (body: MessageBody, image: Parameters<typeof withImage>[1]): Promise<string> => {
    // A picture from before is not about what stands there now.
    const request = withImage({ ...body, attachments: [] }, image);
    return idOf(await api.call('answer a command', 'patch', original, { auth, ...request }));
  };
  const follow = async (body: MessageBody, image: Parameters<typeof withImage>[1]): Promise<string> =>
    idOf(
      await api.call('answer a command', 'post', Routes.webhook(applicationId, token), {
        auth,
        ...withImage({ ...body, ...flags }, image),
      }),
    );

  return async (message: ChatMessage, { image, replace = false } = {}) => {
    await acknowledged;
    const inPlace = source === 'button' ? replace : !answered;
    answered = true;
    const [first, ...rest] = messageBodies(message);
    await patiently(clock, () =>
      sendParts({ clock, log }, [first!, ...rest], (body, at) =>
        at === 0 && inPlace ? replaceOriginal(body, image) : follow(body, at === 0 ? image : undefined),
      ),
    );
  };
};
