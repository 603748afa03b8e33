import { checkCommands, type RegisteredCommand } from './check-commands.ts';
import type { MessageBody } from './check-message.ts';
import { editOriginal, followUp, takeCallback } from './interactions.ts';
import type { ReadBody } from './read-body.ts';
import { refusal } from './refusal.ts';
import { wireApplication, wireChannel, wireCommand, wireMessage } from './wire.ts';
import { botId, type World } from './world.ts';
import { createMessage, editMessage, privateChannel, type Written, writableChannel } from './write-message.ts';

export interface Route {
  readonly method: string;
  /** Names in it stand for one part of the path. */
  readonly path: string;
  /** Of the published specification. */
  readonly request?: string | ((body: unknown) => string);
  readonly response?: string;
  /** Who may call it has the interaction's token in the path. */
  readonly open?: true;
  /** Whether it counts for rate limits. */
  readonly free?: true;
  answer(world: World, parts: Readonly<Record<string, string>>, read: ReadBody): unknown;
}

const written = ({ body, files }: ReadBody): Written => ({ body: (body ?? {}) as MessageBody, files });
const callbackSchema = (body: unknown): string =>
  ({ 5: 'CreateMessageInteractionCallbackRequest', 8: 'ApplicationCommandAutocompleteCallbackRequest' })[
    (body as { type: number }).type
  ] ?? 'UpdateMessageInteractionCallbackRequest';

/** What the server knows of its API: as much as this product uses. */
export const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/gateway/bot',
    response: 'GatewayBotResponse',
    answer: ({ gatewayUrl }) => ({
      url: gatewayUrl,
      shards: 1,
      session_start_limit: { total: 1_000, remaining: 999, reset_after: 86_400_000, max_concurrency: 1 },
    }),
  },
  { method: 'GET', path: '/applications/@me', response: 'PrivateApplicationResponse', answer: () => wireApplication() },
  {
    method: 'PUT',
    path: '/applications/:application/commands',
    request: 'ApplicationCommandUpdateRequest[]',
    response: 'ApplicationCommandResponse[]',
    answer: (world, { application }, { body }) => {
      if (application !== botId) throw refusal('missingAccess');
      checkCommands(body as readonly RegisteredCommand[]);
      world.commands = (body as readonly RegisteredCommand[]).map((command) => ({ ...command, id: world.nextId() }));
      return world.commands.map((command) => wireCommand(command));
    },
  },
  {
    method: 'POST',
    path: '/users/@me/channels',
    request: 'CreatePrivateChannelRequest',
    response: 'PrivateChannelResponse',
    answer: (world, _, { body }) => wireChannel(world, privateChannel(world, (body as { recipient_id?: string }).recipient_id)),
  },
  {
    method: 'POST',
    path: '/channels/:channel/messages',
    request: 'MessageCreateRequest',
    response: 'MessageResponse',
    answer: (world, { channel }, read) =>
      wireMessage(world, createMessage(world, writableChannel(world, channel!), written(read))),
  },
  {
    method: 'PATCH',
    path: '/channels/:channel/messages/:message',
    request: 'MessageEditRequestPartial',
    response: 'MessageResponse',
    answer: (world, { channel, message }, read) =>
      wireMessage(world, editMessage(world, writableChannel(world, channel!), message!, written(read))),
  },
  {
    method: 'DELETE',
    path: '/channels/:channel/messages/:message',
    answer: (world, { channel, message }) => {
      if (!writableChannel(world, channel!).messages.delete(message!)) throw refusal('unknownMessage');
    },
  },
  {
    method: 'POST',
    path: '/interactions/:interaction/:token/callback',
    request: callbackSchema,
    open: true,
    free: true,
    answer: (world, { interaction, token }, { body, files }) =>
      takeCallback(world, interaction!, token!, body as Parameters<typeof takeCallback>[3], files),
  },
  {
    method: 'POST',
    path: '/webhooks/:application/:token',
    request: 'IncomingWebhookInteractionRequest',
    response: 'MessageResponse',
    open: true,
    answer: (world, { token }, read) => wireMessage(world, followUp(world, token!, written(read))),
  },
  {
    method: 'PATCH',
    path: '/webhooks/:application/:token/messages/@original',
    request: 'IncomingWebhookUpdateRequestPartial',
    response: 'MessageResponse',
    open: true,
    answer: (world, { token }, read) => wireMessage(world, editOriginal(world, token!, written(read))),
  },
];

export interface FoundRoute {
  readonly route: Route;
  readonly parts: Readonly<Record<string, string>>;
}

export const routeOf = (method: string, escaped: string): FoundRoute => {
  const path = decodeURIComponent(escaped);
  const found = routes.flatMap((route): FoundRoute[] => {
    const pattern = route.path.replace(/:(\w+)/g, '(?<$1>[^/]+)');
    const match = new RegExp(`^${pattern}$`).exec(path);
    return match === null ? [] : [{ route, parts: { ...match.groups } }];
  });
  if (found.length === 0) throw refusal('noRoute');
  const same = found.find(({ route }) => route.method === method);
  if (same === undefined) throw refusal('wrongMethod');
  return same;
};
