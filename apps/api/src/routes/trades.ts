import { BusError, type TradeDesk, TradeRefusal } from '@gexstream/bus';
import { feedSource, isoTime, isSimulated, type Trade, type TradeBook } from '@gexstream/domain';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { canonicalSymbol, SymbolText } from '../contract/symbol.ts';
import { ErasedTrade, NewExit, NewTrade, TradeBody, TradesBody } from '../contract/trades.ts';
import { moment } from '../history/moment.ts';
import type { LinkedChats } from '../live/linked-chats.ts';
import type { LiveView } from '../live/live-view.ts';
import { tradeBody, tradeResultsBody } from '../live/trade-body.ts';
import { ownUser } from '../server/own-user.ts';
import { ProblemError, wrongField } from '../server/problem.ts';
import { sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

const NoQuery = Type.Object({}, { additionalProperties: false });
const TradesQuery = Type.Object(
  {
    symbol: Type.Optional(SymbolText),
    state: Type.Optional(Type.Enum(['open', 'closed'], { description: 'both when left out' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: '100 when left out' })),
  },
  { additionalProperties: false },
);
const TradeParams = Type.Object({ id: Type.String({ pattern: '^[a-z2-7]{6}$', description: 'of a trade of yours' }) });

export interface TradeRoutesOptions {
  readonly view: LiveView;
  readonly book: TradeBook;
  readonly linked: LinkedChats;
  readonly desk: TradeDesk;
}

/** A user's own entries and exits, those of the chats that act for him among them: nobody sees another's. */
export const tradeRoutes = (app: FastifyInstance, { view, book, linked, desk }: TradeRoutesOptions): void => {
  const writing = { config: { access: 'trade' } } as const;
  const changed = {
    ...problemResponses.badInput,
    ...problemResponses.scopeRequired,
    ...problemResponses.tooManyRequests,
    ...problemResponses.busUnavailable,
  };
  const tradesOf = (user: string): readonly Trade[] => book.of([user, ...linked.of(user)]);
  const ownTrade = (user: string, id: string): Trade => {
    const trade = tradesOf(user).find((each) => each.id === id);
    if (trade === undefined) throw new ProblemError('no-data', `No trade ${id} is yours; /api/v1/trades has those that are`);
    return trade;
  };

  app.get<{ Querystring: Static<typeof TradesQuery> }>(
    '/api/v1/trades',
    {
      schema: {
        tags: ['v1'],
        summary: 'Your own entries and exits, and what came of them',
        querystring: TradesQuery,
        response: {
          200: json(TradesBody, '`not enough data` before 30 closed ones'),
          ...problemResponses.badInput,
          ...problemResponses.scopeRequired,
          ...problemResponses.tooManyRequests,
        },
      },
    },
    async (request, reply) => {
      const user = ownUser(request);
      const { symbol, state, limit = 100 } = request.query;
      const asked = symbol === undefined ? null : canonicalSymbol(symbol);
      const found = tradesOf(user)
        .filter((trade) => asked === null || trade.symbol === asked)
        .filter(({ exit }) => state === undefined || (state === 'open') === (exit === null));
      const body: Static<typeof TradesBody> = {
        user,
        feed_now: isoTime(view.feedNow()),
        source: feedSource(view.feed()),
        simulated: isSimulated(view.feed()),
        results: tradeResultsBody(found),
        trades: found.slice(0, limit).map((trade) => tradeBody(trade, user)),
        disclaimer: 'Educational purposes only; not a recommendation.',
      };
      return sendJson(reply, JSON.stringify(body));
    },
  );

  app.post<{ Body: Static<typeof NewTrade> }>(
    '/api/v1/trades',
    {
      ...writing,
      schema: {
        tags: ['v1'],
        summary: 'Write down an entry, with its exit if there is one already; the same entry sent again is kept once',
        querystring: NoQuery,
        body: NewTrade,
        response: {
          200: json(TradeBody, 'It was there already, and stays as it was'),
          201: json(TradeBody, 'It is kept'),
          ...changed,
          ...problemResponses.noRoom,
        },
      },
    },
    async (request, reply) => {
      const user = ownUser(request);
      const now = view.feedNow();
      const { body } = request;
      const { exit_price: exitPrice, exited_at: exitedAt } = body;
      if (exitPrice === undefined && exitedAt !== undefined) throw wrongField('exited_at', 'needs exit_price beside it');
      const told = {
        owner: user,
        symbol: canonicalSymbol(body.symbol),
        expiry: body.expiry,
        strike: body.strike,
        side: body.type === 'CALL' ? 'call' : 'put',
        direction: body.direction ?? 'long',
        quantity: body.quantity ?? 1,
        note: body.note ?? '',
        entry: { atMs: body.entered_at === undefined ? now : moment('entered_at', body.entered_at), price: body.entry_price },
        exit: exitPrice === undefined ? null : exitOf(exitPrice, exitedAt),
      } as const;
      const { trade, known } = await changing(() => desk.add(told));
      return sendJson(reply.code(known ? 200 : 201), JSON.stringify(tradeBody(trade, user)));
    },
  );

  app.put<{ Params: Static<typeof TradeParams>; Body: Static<typeof NewExit> }>(
    '/api/v1/trades/:id/exit',
    {
      ...writing,
      schema: {
        tags: ['v1'],
        summary: 'Close a trade of yours; said again, the exit is corrected',
        params: TradeParams,
        querystring: NoQuery,
        body: NewExit,
        response: { 200: json(TradeBody, 'The trade as it is now'), ...changed, ...problemResponses.noTrade },
      },
    },
    async (request, reply) => {
      const user = ownUser(request);
      const { exit_price: price, exited_at: exitedAt } = request.body;
      const [open, exit] = [ownTrade(user, request.params.id), exitOf(price, exitedAt)];
      const trade = await changing(() => desk.close(open, exit));
      return sendJson(reply, JSON.stringify(tradeBody(trade, user)));
    },
  );

  app.delete<{ Params: Static<typeof TradeParams> }>(
    '/api/v1/trades/:id',
    {
      ...writing,
      schema: {
        tags: ['v1'],
        summary: 'Erase a trade of yours, from the topics and from the history',
        params: TradeParams,
        querystring: NoQuery,
        response: { 200: json(ErasedTrade, 'Nothing of it is kept'), ...changed, ...problemResponses.noTrade },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const trade = ownTrade(ownUser(request), id);
      await changing(() => desk.erase([trade]));
      return sendJson(reply, JSON.stringify({ id, erased: true } satisfies Static<typeof ErasedTrade>));
    },
  );

  const exitOf = (price: number, at: string | undefined) => ({
    atMs: at === undefined ? view.feedNow() : moment('exited_at', at),
    price,
  });
};

/** What the desk refuses, in the words of this API. */
const changing = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof TradeRefusal)
      throw cause.field === null ? new ProblemError('no-room', cause.message) : wrongField(cause.field, cause.message);
    if (cause instanceof BusError)
      throw new ProblemError(
        'bus-unavailable',
        'Nothing was changed, for the topics cannot be written now; ask again',
        [],
        cause,
      );
    throw cause;
  }
};
