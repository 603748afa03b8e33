import {
  type EpochMs,
  easternClock,
  easternDate,
  nextScan,
  nothingScanned,
  type ScannerView,
  signalTypes,
  toldMs,
} from '@gexstream/domain';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { DateText } from '../contract/civil-date.ts';
import {
  MarketSentimentBody,
  NamesBody,
  ScanStatusBody,
  SignalTypesBody,
  StockBody,
  signalNames,
  TopOpportunities,
} from '../contract/scanner.ts';
import { canonicalSymbol } from '../contract/symbol.ts';
import type { MeasuredOutcomes } from '../history/measured-outcomes.ts';
import { opportunityBody, scanStatusBody, sentimentBody, stockBody } from '../live/scanner-bodies.ts';
import type { OriginOf } from '../live/scanner-origin.ts';
import { ProblemError } from '../server/problem.ts';
import { SymbolParams, sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

const NoQuery = Type.Object({}, { additionalProperties: false });

const TopQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: '50 when left out' })),
    min_composite_score: Type.Optional(Type.Number({ minimum: 0, maximum: 100, description: '0 when left out' })),
    signal_type: Type.Optional(Type.Enum([...signalNames])),
    expiry: Type.Optional(DateText),
  },
  { additionalProperties: false },
);
const StockQuery = Type.Object({ expiry: Type.Optional(DateText) }, { additionalProperties: false });
const ScanStatusQuery = Type.Object(
  { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: '10 when left out' })) },
  { additionalProperties: false },
);

/** Its routes answer wrong input as those of the origin do. */
export const scannerConfig = { badInput: 'unprocessable-input' } as const;
const shared = { ...problemResponses.unprocessable, ...problemResponses.tooManyRequests };

export interface ScannerRoutesOptions {
  readonly view: ScannerView;
  readonly feedNow: () => EpochMs;
  readonly measured: MeasuredOutcomes;
  readonly originOf: OriginOf;
}

/** The present of the scanner, by the names of its origin's API. */
export const scannerRoutes = (app: FastifyInstance, { view, feedNow, measured, originOf }: ScannerRoutesOptions): void => {
  const route = (summary: string, response: object) => ({ tags: ['scanner'], summary, response });

  app.get<{ Querystring: Static<typeof TopQuery> }>(
    '/api/top-opportunities',
    {
      config: scannerConfig,
      schema: {
        ...route('Contracts that are whale flow and fresh open interest at once, the highest composite score first', {
          200: json(TopOpportunities, 'Empty when there is none'),
          ...shared,
        }),
        querystring: TopQuery,
      },
    },
    async (request, reply) => {
      const { limit = 50, min_composite_score: least = 0, signal_type: signal, expiry } = request.query;
      const outcomesOf = await measured(feedNow());
      const found = view
        .symbols()
        .flatMap((symbol) => {
          const event = view.opportunities(symbol);
          return (event?.body.rows ?? []).map((row) => ({ event: event!, row }));
        })
        .filter(({ row }) => row.classic.total >= least)
        .filter(({ row }) => (signal === undefined || row.signal === signal) && (expiry === undefined || row.expiry === expiry))
        .sort(
          (a, b) =>
            b.row.classic.total - a.row.classic.total ||
            b.row.smooth.total - a.row.smooth.total ||
            (a.row.symbol < b.row.symbol ? -1 : 1),
        )
        .slice(0, limit);
      const body = found.map(({ event, row }) => ({
        ...opportunityBody(event, row, outcomesOf?.(row.signal, row.band) ?? null),
        ...originOf(event, toldMs(event)),
      }));
      return sendJson(reply, JSON.stringify(body));
    },
  );

  app.get(
    '/api/market-sentiment',
    {
      config: scannerConfig,
      schema: {
        ...route('The mood of all scanned symbols at the newest scan', {
          200: json(MarketSentimentBody, 'UNKNOWN when no row has a skew'),
          ...problemResponses.noData,
          ...shared,
        }),
        querystring: NoQuery,
      },
    },
    async (_request, reply) => {
      const sentiment = view.sentiment();
      if (sentiment === null) throw new ProblemError('no-data', noScanSoFar(feedNow()));
      return sendJson(reply, JSON.stringify({ ...sentimentBody(sentiment), ...originOf(sentiment, sentiment.eventMs) }));
    },
  );

  app.get<{ Params: Static<typeof SymbolParams>; Querystring: Static<typeof StockQuery> }>(
    '/api/stock/:symbol',
    {
      config: scannerConfig,
      schema: {
        ...route('Flows, skew and best score of one symbol', {
          200: json(StockBody, 'The newest look'),
          ...problemResponses.noData,
          ...shared,
        }),
        params: SymbolParams,
        querystring: StockQuery,
      },
    },
    async (request, reply) => {
      const symbol = canonicalSymbol(request.params.symbol);
      const { expiry = null } = request.query;
      const body = stockBody(view, symbol, expiry, originOf);
      if (body === null) throw new ProblemError('no-data', nothingOf(view, symbol, expiry));
      return sendJson(reply, JSON.stringify(body));
    },
  );

  app.get<{ Querystring: Static<typeof ScanStatusQuery> }>(
    '/api/scan-status',
    {
      config: scannerConfig,
      schema: {
        ...route('Scans, newest first', { 200: json(ScanStatusBody, 'The newest'), ...shared }),
        querystring: ScanStatusQuery,
      },
    },
    async (request, reply) => sendJson(reply, JSON.stringify(scanStatusBody(view.runs().slice(0, request.query.limit ?? 10)))),
  );

  app.get(
    '/api/signal-types',
    {
      config: scannerConfig,
      schema: {
        ...route('Signal types in their order of precedence, with what came of them', {
          200: json(SignalTypesBody, 'All'),
          ...shared,
        }),
        querystring: NoQuery,
      },
    },
    async (_request, reply) => {
      const outcomesOf = await measured(feedNow());
      const body = signalTypes.map(({ name, rule, action }) => ({
        signal_type: name,
        rule,
        action,
        outcomes: outcomesOf?.(name) ?? null,
      }));
      return sendJson(reply, JSON.stringify(body));
    },
  );

  const names = (path: string, summary: string, list: () => readonly string[]): void => {
    app.get(
      path,
      {
        config: scannerConfig,
        schema: { ...route(summary, { 200: json(NamesBody, 'Ascending'), ...shared }), querystring: NoQuery },
      },
      async (_request, reply) => sendJson(reply, JSON.stringify(list())),
    );
  };
  names('/api/symbols', 'Symbols that the scanner has anything of', () => view.symbols());
  names('/api/expiries', 'Expiries that the scanner has anything of', () =>
    [...new Set(view.symbols().flatMap((symbol) => (view.skew(symbol)?.body.expiries ?? []).map(({ expiry }) => expiry)))].sort(),
  );
};

const nothingOf = (view: ScannerView, symbol: string, expiry: string | null): string => {
  if (!view.symbols().includes(symbol) && nothingScanned(view, symbol) === 'not-scanned')
    return `${symbol} is not scanned; /api/symbols names what is, and --scan or SCANNER_SYMBOLS where the scanner runs adds to it`;
  return `The scanner has nothing of ${symbol}${expiry === null ? '' : ` ${expiry}`} so far; /api/symbols names what it has`;
};

const noScanSoFar = (now: EpochMs): string => {
  const { date, hour, minute } = easternClock(nextScan(now));
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  return `No scan has ended so far; the next is at ${time} New York${date === easternDate(now) ? '' : ` on ${date}`}, or at once by hand: npx gex scan now`;
};
