import type { EpochMs } from '@gexstream/domain';
import type { WireQuoteEntry } from '@gexstream/schwab/wire';
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../server-context.ts';
import { optionEntry, type QuoteBlocks, quoteBlockNames, underlyingEntry } from './quote-entries.ts';
import { marketDataError } from './rest-errors.ts';

interface QuotesQuery {
  readonly symbols?: string;
  readonly fields?: string;
}

/** Null when a name is no block. */
const blocksOf = (fields: string | undefined): QuoteBlocks | null => {
  if (fields === undefined || fields === 'all') return new Set(quoteBlockNames);
  const names = fields.split(',');
  return names.every((name) => quoteBlockNames.some((known) => known === name)) ? new Set(names) : null;
};

const badFields = `fields should be all or any of ${quoteBlockNames.join(', ')}`;

export const quotesRoutes = (app: FastifyInstance, { market, clock, limits }: ServerContext): void => {
  const entryOf = (symbol: string, at: EpochMs, blocks: QuoteBlocks): WireQuoteEntry | undefined => {
    const underlying = market.byWireSymbol(symbol);
    if (underlying) return underlyingEntry(underlying, at, blocks);
    const option = market.option(symbol, at);
    return option && optionEntry(option.underlying, option.contract, at, blocks);
  };

  app.get<{ Querystring: QuotesQuery }>('/marketdata/v1/quotes', async (request, reply) => {
    const symbols = (request.query.symbols ?? '').split(',').filter((symbol) => symbol !== '');
    if (symbols.length === 0)
      return marketDataError(reply, 400, 'Search combination should have min of 1.', { parameter: 'symbols' });
    if (symbols.length > limits.quoteSymbolsMax)
      return marketDataError(reply, 400, `Search combination should not exceed ${limits.quoteSymbolsMax}.`, {
        parameter: 'symbols',
      });
    const blocks = blocksOf(request.query.fields);
    if (blocks === null) return marketDataError(reply, 400, badFields, { parameter: 'fields' });
    const at = clock.now();
    const answer: Record<string, unknown> = {};
    const invalidSymbols: string[] = [];
    for (const symbol of symbols) {
      const entry = entryOf(symbol, at, blocks);
      if (entry) answer[symbol] = entry;
      else invalidSymbols.push(symbol);
    }
    return invalidSymbols.length === 0 ? answer : { ...answer, errors: { invalidSymbols } };
  });

  app.get<{ Params: { symbol: string }; Querystring: QuotesQuery }>('/marketdata/v1/:symbol/quotes', async (request, reply) => {
    const blocks = blocksOf(request.query.fields);
    if (blocks === null) return marketDataError(reply, 400, badFields, { parameter: 'fields' });
    const { symbol } = request.params;
    const entry = entryOf(symbol, clock.now(), blocks);
    return entry ? { [symbol]: entry } : marketDataError(reply, 404, 'Symbol not found', { parameter: 'symbol' });
  });
};
