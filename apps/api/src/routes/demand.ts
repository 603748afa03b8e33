import { randomUUID } from 'node:crypto';
import {
  type Bus,
  type BusRecord,
  decodeEvent,
  demandKey,
  demandRecord,
  demandWithdrawal,
  readTopic,
  topic,
} from '@gexstream/bus';
import { type DemandEvent, demandReason, type FeedStatus, isoTime } from '@gexstream/domain';
import { epochMs } from '@gexstream/domain/time';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { nullable } from '../contract/fields.ts';
import { canonicalSymbol } from '../contract/symbol.ts';
import type { LiveView } from '../live/live-view.ts';
import { ProblemError } from '../server/problem.ts';
import { SymbolParams, sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

const minutesDefault = 8 * 60;
const minutesMax = 7 * 24 * 60;

const NoQuery = Type.Object({}, { additionalProperties: false });
const DemandBody = Type.Object(
  {
    minutes: Type.Optional(
      Type.Integer({ minimum: 1, maximum: minutesMax, description: `of the feed's time; ${minutesDefault} unless given` }),
    ),
  },
  { additionalProperties: false },
);

const Demanded = Type.Object({
  symbol: Type.String(),
  until: nullable(Type.String(), "ISO 8601, UTC, by the feed's clock; null when it was taken back"),
});

const Wish = Type.Object({
  symbol: Type.String(),
  app: Type.String({ description: '`api`: people and programs; `scanner`: its scans' }),
  want: Type.String({ description: '`follow`: as if configured; `chain`: its chain by REST alone' }),
  until: Type.String({ description: "ISO 8601, UTC, by the feed's clock" }),
  followed: Type.Boolean({
    description: 'ingest sees to it: follows the symbol, polls its chain, or has done so where once was enough',
  }),
  how: Type.String({
    description:
      '`followed`: streamed, and its chain polled; `polled`: its chain alone; `served`: that was done, once was enough; `refused`: no room; `waiting`: ingest has not said yet',
  }),
  streamed: nullable(Type.Integer(), 'contracts of a followed symbol that are streamed; null for others'),
  polled: nullable(Type.Integer(), 'contracts of a followed symbol that are polled; null for others'),
  last_round: nullable(Type.String(), 'ISO 8601, UTC: when its chain was last polled to its end; null for what is followed'),
  missing: nullable(Type.String(), 'why it has less than it wants; null when it has all'),
});

const Wishes = Type.Object({ as_of: Type.String({ description: "now, by the feed's clock" }), demands: Type.Array(Wish) });

/** A symbol beside the configured ones is asked of ingest; `/api/status` names it once it is followed. */
export const demandRoutes = (app: FastifyInstance, view: LiveView, bus: Bus): void => {
  const run = randomUUID();
  const answer = async (reply: FastifyReply, record: BusRecord, body: Static<typeof Demanded>): Promise<FastifyReply> => {
    try {
      await bus.publish([record]);
    } catch (cause) {
      throw new ProblemError(
        'bus-unavailable',
        'The demand was not taken, for the topics cannot be written now; ask again',
        [],
        cause,
      );
    }
    return sendJson(reply, JSON.stringify(body));
  };
  const responses = {
    200: json(Demanded, 'What stands now; it takes a moment until the symbol has levels'),
    ...problemResponses.badInput,
    ...problemResponses.tooManyRequests,
    ...problemResponses.busUnavailable,
  };

  app.get(
    '/api/v1/demand',
    {
      schema: {
        tags: ['v1'],
        summary: 'What is asked of ingest beside the configured symbols, by whom, until when',
        querystring: NoQuery,
        response: {
          200: json(Wishes, 'What is not over yet, by symbol'),
          ...problemResponses.badInput,
          ...problemResponses.tooManyRequests,
          ...problemResponses.internal,
        },
      },
    },
    async (_request, reply) => {
      const now = view.feedNow();
      const status = view.feedStatus()?.body;
      const demands = [...(await standingDemands(bus))]
        .filter(({ body }) => body.untilMs > now)
        .map((demand) => wishOf(demand, status))
        .sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
      return sendJson(reply, JSON.stringify({ as_of: isoTime(now), demands } satisfies Static<typeof Wishes>));
    },
  );

  app.put<{ Params: Static<typeof SymbolParams>; Body: Static<typeof DemandBody> | null }>(
    '/api/v1/demand/:symbol',
    {
      config: { access: 'trade' },
      schema: {
        tags: ['v1'],
        summary: 'Follow a symbol for a while, as if it were configured; asked again, the end moves',
        params: SymbolParams,
        querystring: NoQuery,
        body: DemandBody,
        response: responses,
      },
    },
    async (request, reply) => {
      const symbol = canonicalSymbol(request.params.symbol);
      const now = view.feedNow();
      const untilMs = epochMs(now + (request.body?.minutes ?? minutesDefault) * 60_000);
      const record = demandRecord(symbol, { app: 'api', want: 'follow', untilMs }, { feed: view.feed(), run, now });
      return answer(reply, record, { symbol, until: isoTime(untilMs) });
    },
  );

  app.delete<{ Params: Static<typeof SymbolParams> }>(
    '/api/v1/demand/:symbol',
    {
      config: { access: 'trade' },
      schema: {
        tags: ['v1'],
        summary: 'Take it back; configured symbols are followed all the same',
        params: SymbolParams,
        querystring: NoQuery,
        response: responses,
      },
    },
    async (request, reply) => {
      const symbol = canonicalSymbol(request.params.symbol);
      return answer(reply, demandWithdrawal('api', symbol, 'follow', view.feedNow()), { symbol, until: null });
    },
  );
};

const wishOf = (
  { underlying, body: { app, want, untilMs } }: DemandEvent,
  status: FeedStatus | undefined,
): Static<typeof Wish> => {
  // A configured symbol is followed whether ingest has read the demand or not.
  const symbol = want === 'follow' ? status?.symbols.find((each) => each.underlying === underlying) : undefined;
  const said = status?.demands?.[demandKey(app, underlying, want)];
  const how = symbol === undefined ? (said?.state ?? 'waiting') : 'followed';
  return {
    symbol: underlying,
    app,
    want,
    until: isoTime(untilMs),
    followed: how !== 'waiting' && how !== 'refused',
    how,
    streamed: symbol?.streamed ?? null,
    polled: symbol?.polled ?? null,
    last_round: said?.roundMs == null ? null : isoTime(said.roundMs),
    missing: said === undefined || said.missing === '' ? null : said.missing,
  };
};

/** The last word of each key; what another process wrote is looked at before it is believed. */
const standingDemands = async (bus: Bus): Promise<Iterable<DemandEvent>> => {
  const standing = new Map<string, DemandEvent>();
  await readTopic(bus, topic.demand.name, ({ key, value }) => {
    standing.delete(key);
    if (value === null) return;
    const event = decodeEvent(value) as DemandEvent;
    if (demandReason(event.body) === null) standing.set(key, event);
  });
  return standing.values();
};
