import { randomUUID } from 'node:crypto';
import { type Bus, demandRecord } from '@gexstream/bus';
import { handScanDemand, isoTime, scannedSymbolsMax } from '@gexstream/domain';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { canonicalSymbol, SymbolText } from '../contract/symbol.ts';
import type { LiveView } from '../live/live-view.ts';
import { ProblemError } from '../server/problem.ts';
import { sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

const AskedBody = Type.Object(
  { symbols: Type.Array(SymbolText, { minItems: 1, maxItems: scannedSymbolsMax, description: 'underlyings' }) },
  { additionalProperties: false },
);

const Asked = Type.Object({
  symbols: Type.Array(Type.String()),
  from_date: Type.String({ description: 'first expiry asked for, YYYY-MM-DD' }),
  to_date: Type.String({ description: 'last one' }),
  until: Type.String({ description: "ISO 8601, UTC, by the feed's clock: what has not come by then is no longer wanted" }),
});

/** A scan by hand is the chains it is made of: in the session, what they show of scanned symbols is on `/api/top-opportunities` from the next full minute on. */
export const handScanRoutes = (app: FastifyInstance, view: LiveView, bus: Bus): void => {
  const run = randomUUID();
  app.post<{ Body: Static<typeof AskedBody> }>(
    '/api/v1/scans',
    {
      config: { access: 'trade' },
      schema: {
        tags: ['scanner'],
        summary: 'Ask for the chains of symbols now, a call each, on demand, as npx gex scan now does',
        body: AskedBody,
        response: {
          200: json(Asked, 'Asked of ingest; /api/v1/demand tells what became of each'),
          ...problemResponses.badInput,
          ...problemResponses.tooManyRequests,
          ...problemResponses.busUnavailable,
        },
      },
    },
    async (request, reply) => {
      const symbols = [...new Set(request.body.symbols.map(canonicalSymbol))];
      const now = view.feedNow();
      const demand = handScanDemand(now, symbols.length);
      try {
        await bus.publish(symbols.map((symbol) => demandRecord(symbol, demand, { feed: view.feed(), run, now })));
      } catch (cause) {
        const detail = 'The scan was not asked for: the topics cannot be written now; ask again';
        throw new ProblemError('bus-unavailable', detail, [], cause);
      }
      const { fromDate, toDate, untilMs } = demand;
      const body: Static<typeof Asked> = { symbols, from_date: fromDate, to_date: toDate, until: isoTime(untilMs) };
      return sendJson(reply, JSON.stringify(body));
    },
  );
};
