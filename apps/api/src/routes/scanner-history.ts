import {
  type Clock,
  type EpochMs,
  epochMs,
  type Feed,
  feedSource,
  isoTime,
  isSimulated,
  outcomeStatistics,
  scoreBands,
  signalTypes,
} from '@gexstream/domain';
import { outcomeOfRow, outcomeRowsMax, outcomes, type RowOf, type Store, skewMetrics } from '@gexstream/store';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { DateText } from '../contract/civil-date.ts';
import { type OutcomesAnswer, OutcomesBody } from '../contract/outcomes.ts';
import { type SkewHistoryAnswer, SkewHistoryBody } from '../contract/scanner.ts';
import { canonicalSymbol, SymbolText } from '../contract/symbol.ts';
import { readHistory } from '../history/read-history.ts';
import { skewHistory } from '../history/skew-history.ts';
import { keptForAWhile } from '../live/kept-for-a-while.ts';
import { ProblemError } from '../server/problem.ts';
import { SymbolParams, sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';
import { scannerConfig } from './scanner.ts';

const hourMs = 3_600_000;
/** So far back may the scan lie that the first one shown is compared with: a weekend with a holiday. */
const beforeMs = 96 * hourMs;
/** A week of 26 scans a day, with the four days before, of ten expiries. */
const skewRowsMax = 10_000;

const HistoricalQuery = Type.Object(
  {
    hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 168, description: '24 when left out' })),
    expiry: Type.Optional(DateText),
  },
  { additionalProperties: false },
);
const OutcomesQuery = Type.Object(
  {
    symbol: Type.Optional(SymbolText),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 730, description: '30 when left out' })),
  },
  { additionalProperties: false },
);

const shared = {
  ...problemResponses.unprocessable,
  ...problemResponses.tooManyRequests,
  ...problemResponses.storeUnavailable,
};

/** A scan comes each quarter of an hour, an outcome so long after its opportunity: nobody misses ten seconds of them. */
const keptMs = 10_000;
/** Symbols and ranges whose answers are kept: twice the symbols that are usually scanned. */
const keysMax = 100;

/** The past of the scanner. */
export const scannerHistoryRoutes = (
  app: FastifyInstance,
  store: Store,
  feed: Feed,
  feedNow: () => EpochMs,
  clock: Clock,
): void => {
  const keptOutcomes = keptForAWhile({
    make: async (key) => {
      const { symbol, days } = JSON.parse(key) as { readonly symbol: string | null; readonly days: number };
      return JSON.stringify(await outcomesBody(store, feed, symbol, days, feedNow()));
    },
    ...{ keptMs, keysMax, clock },
  });
  const keptSkew = keptForAWhile({
    make: async (key) => {
      const asked = JSON.parse(key) as { readonly symbol: string; readonly hours: number; readonly expiry?: string };
      const points = await skewPoints(store, asked, feedNow());
      return points.length === 0 ? null : JSON.stringify(points);
    },
    ...{ keptMs, keysMax, clock },
  });
  app.get<{ Params: Static<typeof SymbolParams>; Querystring: Static<typeof HistoricalQuery> }>(
    '/api/historical/:symbol',
    {
      config: scannerConfig,
      schema: {
        tags: ['scanner'],
        summary: 'Skew of one symbol, scan by scan, with its change to the scan before',
        params: SymbolParams,
        querystring: HistoricalQuery,
        response: { 200: json(SkewHistoryBody, 'Oldest first'), ...problemResponses.noData, ...shared },
      },
    },
    async (request, reply) => {
      const symbol = canonicalSymbol(request.params.symbol);
      const { hours = 24, expiry } = request.query;
      const points = await readHistory(() => keptSkew.get(JSON.stringify({ symbol, hours, expiry })));
      if (points === null) throw new ProblemError('no-data', `No scan of ${symbol} lies in the last ${hours} hours`);
      return sendJson(reply, points);
    },
  );

  app.get<{ Querystring: Static<typeof OutcomesQuery> }>(
    '/api/outcomes',
    {
      config: scannerConfig,
      schema: {
        tags: ['scanner'],
        summary: 'What came of opportunities: hit rate, mean return, how many, and how sure that is',
        querystring: OutcomesQuery,
        response: { 200: json(OutcomesBody, '`not enough data` before 30 of a group'), ...shared },
      },
    },
    async (request, reply) => {
      const { days = 30, symbol: asked } = request.query;
      const symbol = asked === undefined ? null : canonicalSymbol(asked);
      return sendJson(reply, await readHistory(() => keptOutcomes.get(JSON.stringify({ symbol, days }))));
    },
  );
};

const skewPoints = async (
  store: Store,
  { symbol, hours, expiry }: { readonly symbol: string; readonly hours: number; readonly expiry?: string },
  now: EpochMs,
): Promise<SkewHistoryAnswer> => {
  const to = epochMs(now + 1);
  const from = epochMs(to - hours * hourMs);
  const where = { underlying: symbol, ...(expiry === undefined ? {} : { expiry }) };
  return skewHistory(await store.range(skewMetrics, { where, from: epochMs(from - beforeMs), to, limit: skewRowsMax }), from);
};

const outcomesBody = async (
  store: Store,
  feed: Feed,
  symbol: string | null,
  days: number,
  now: EpochMs,
): Promise<OutcomesAnswer> => {
  const to = epochMs(now + 1);
  const from = epochMs(to - days * 24 * hourMs);
  const where = symbol === null ? {} : { underlying: symbol };
  const rows = await store.range(outcomes, { where, from, to, limit: outcomeRowsMax });
  const read = rows.length < outcomeRowsMax ? from : epochMs(rows[0]!.entry_ts);
  return {
    symbol,
    from: isoTime(read),
    to: isoTime(to),
    opportunities: new Set(rows.map((row) => `${row.contract}/${row.entry_ts}`)).size,
    groups: outcomeGroups(rows),
    source: feedSource(feed),
    simulated: isSimulated(feed),
    disclaimer: 'Educational purposes only; not a recommendation.',
  };
};

type OutcomeRow = RowOf<typeof outcomes>;
type Group = OutcomesAnswer['groups'][number];
const horizons = ['15m', '1h', 'close', '1d'] as const;

const outcomeGroups = (rows: readonly OutcomeRow[]): Group[] => {
  const bySignal = signalTypes.map(({ name }) => ({ signal: name, band: null }));
  const byBand = scoreBands.map(([band]) => ({ signal: null, band }));
  return [{ signal: null, band: null }, ...bySignal, ...byBand].flatMap(({ signal, band }) =>
    horizons.map((horizon) => {
      const chosen = rows.filter(
        (row) =>
          row.horizon === horizon && (signal === null || row.signal_type === signal) && (band === null || row.band === band),
      );
      const { n, hitRate, hitRateInterval, meanReturn, contractMeanReturn, contractN } = outcomeStatistics(
        chosen.map(outcomeOfRow),
      );
      return {
        signal_type: signal,
        band,
        horizon,
        n,
        hit_rate: hitRate,
        hit_rate_low: hitRateInterval?.[0] ?? null,
        hit_rate_high: hitRateInterval?.[1] ?? null,
        mean_return: meanReturn,
        contract_mean_return: contractMeanReturn,
        contract_n: contractN,
        note: hitRate === null ? 'not enough data' : '',
      };
    }),
  );
};
