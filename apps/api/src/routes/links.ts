import { randomUUID } from 'node:crypto';
import {
  type BusRecord,
  type LinkStamp,
  linkCodeMs,
  linkCodeRecord,
  linkCodeSha256,
  linkEndRecord,
  newLinkCode,
  type Publisher,
} from '@gexstream/bus';
import { type ChatRef, type Clock, chatKey, epochMs, type Feed, isoTime } from '@gexstream/domain';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import type { LinkedChats } from '../live/linked-chats.ts';
import { ownUser } from '../server/own-user.ts';
import { ProblemError } from '../server/problem.ts';
import { sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

const NoQuery = Type.Object({}, { additionalProperties: false });
const Links = Type.Object({
  user: Type.String({ description: 'whose they are' }),
  chats: Type.Array(Type.Object({ platform: Type.String(), chat: Type.String({ description: 'the platform’s own id' }) }), {
    description: 'that act for the user: they see and change his trades, and he sees theirs',
  }),
});
const Code = Type.Object({
  user: Type.String({ description: 'for whom the chat will act' }),
  code: Type.String({ description: 'to be typed into a private chat with the bot; shown this once, and kept as a hash' }),
  type_in_chat: Type.String({ description: '`link CODE`' }),
  expires_at: Type.String({ description: 'ISO 8601, UTC' }),
});
const ChatParams = Type.Object({
  platform: Type.Enum(['telegram', 'discord', 'terminal']),
  chat: Type.String({ pattern: '^[\\w-]{1,64}$', description: 'as GET tells it' }),
});
const Ending = Type.Object({
  platform: Type.String(),
  chat: Type.String(),
  ending: Type.Literal(true, { description: 'done as soon as the bots hear of it: at once where they run' }),
});

export interface LinkRoutesOptions {
  readonly bus: Publisher;
  /** The wall clock. */
  readonly clock: Clock;
  readonly feed: Feed;
  readonly linked: LinkedChats;
}

/** Which chats act for the caller: a code lets one, a deletion ends it. Settings of chats are the bots’ to write, so that both go by topic `links`. */
export const linkRoutes = (app: FastifyInstance, { bus, clock, feed, linked }: LinkRoutesOptions): void => {
  const run = randomUUID();
  const publish = async (record: (stamp: LinkStamp) => BusRecord): Promise<void> => {
    try {
      await bus.publish([record({ feed, run, now: clock.now() })]);
    } catch (cause) {
      throw new ProblemError(
        'bus-unavailable',
        'Nothing was changed, for the topics cannot be written now; ask again',
        [],
        cause,
      );
    }
  };
  const refusals = {
    ...problemResponses.badInput,
    ...problemResponses.scopeRequired,
    ...problemResponses.tooManyRequests,
  };

  app.get(
    '/api/v1/links',
    {
      schema: {
        tags: ['v1'],
        summary: 'The chats that act for you',
        querystring: NoQuery,
        response: { 200: json(Links, 'Empty when there is none'), ...refusals },
      },
    },
    async (request, reply) => {
      const user = ownUser(request);
      const body: Static<typeof Links> = {
        user,
        chats: linked.of(user).map((key) => {
          const [platform = '', chat = ''] = key.split('/');
          return { platform, chat };
        }),
      };
      return sendJson(reply, JSON.stringify(body));
    },
  );

  app.post(
    '/api/v1/links',
    {
      config: { access: 'trade' },
      schema: {
        tags: ['v1'],
        summary: 'A code that lets one private chat act for you, once, within ten minutes; the one before no longer counts',
        querystring: NoQuery,
        response: { 201: json(Code, 'Type it in the chat'), ...refusals, ...problemResponses.busUnavailable },
      },
    },
    async (request, reply) => {
      const user = ownUser(request);
      const code = newLinkCode();
      const untilMs = epochMs(clock.now() + linkCodeMs);
      await publish((stamp) => linkCodeRecord({ user, sha256: linkCodeSha256(code), untilMs }, stamp));
      const body: Static<typeof Code> = { user, code, type_in_chat: `link ${code}`, expires_at: isoTime(untilMs) };
      return sendJson(reply.code(201), JSON.stringify(body));
    },
  );

  app.delete<{ Params: Static<typeof ChatParams> }>(
    '/api/v1/links/:platform/:chat',
    {
      config: { access: 'trade' },
      schema: {
        tags: ['v1'],
        summary: 'A chat shall act for you no more',
        params: ChatParams,
        querystring: NoQuery,
        response: {
          202: json(Ending, 'The bots are told'),
          ...refusals,
          ...problemResponses.noLink,
          ...problemResponses.busUnavailable,
        },
      },
    },
    async (request, reply) => {
      const user = ownUser(request);
      const { platform, chat: id } = request.params;
      const chat: ChatRef = { platform, id };
      if (!linked.of(user).includes(chatKey(chat)))
        throw new ProblemError('no-data', `${chatKey(chat)} does not act for you; /api/v1/links has those that do`);
      await publish((stamp) => linkEndRecord({ user, chat }, stamp));
      return sendJson(reply.code(202), JSON.stringify({ platform, chat: id, ending: true } satisfies Static<typeof Ending>));
    },
  );
};
