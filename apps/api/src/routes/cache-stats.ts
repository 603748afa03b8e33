import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { CacheStats, type CacheStatsBody } from '../contract/cache-stats.ts';
import type { Chains } from '../live/chains.ts';
import type { LiveView } from '../live/live-view.ts';
import type { MarketQuotes } from '../live/market-quotes.ts';
import { sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

const bytesOfContract = 400;

export interface CacheStatsSources {
  readonly view: LiveView;
  readonly quotes: MarketQuotes;
  readonly chains: Chains;
}

export const cacheStatsRoutes = (app: FastifyInstance, sources: CacheStatsSources): void => {
  app.get(
    '/api/v1/cache/stats',
    {
      schema: {
        tags: ['v1'],
        summary: 'What this process holds in memory, and how often that was enough',
        querystring: Type.Object({}, { additionalProperties: false }),
        response: { 200: json(CacheStats, 'Now'), ...problemResponses.badInput, ...problemResponses.tooManyRequests },
      },
    },
    async (_request, reply) => sendJson(reply, JSON.stringify(cacheStats(sources))),
  );
};

const cacheStats = ({ view, quotes, chains }: CacheStatsSources): CacheStatsBody => {
  const answers = view.symbols().map((symbol) => view.answers(symbol)!);
  const ticks = [...quotes.all()];
  const pictures = [...chains.kept.entries()].filter((picture) => picture !== null);
  const types = {
    market_data: { entries: ticks.length, ...quotes.lookUps() },
    options_data: { entries: pictures.length, ...chains.kept.counts() },
    gex_results: { entries: answers.length, ...view.lookUps() },
  };
  const all = Object.values(types);
  const hits = all.reduce((sum, type) => sum + type.hits, 0);
  const lookUps = all.reduce((sum, type) => sum + type.hits + type.misses, 0);
  const moments = [
    ...answers.map(({ levels }) => levels.body.asOf),
    ...ticks.map(({ newestMs }) => newestMs),
    ...pictures.map(({ asOf }) => asOf),
  ];
  const ageSeconds = (at: number): number => Math.max(0, view.feedNow() - at) / 1_000;
  return {
    total_entries: all.reduce((sum, { entries }) => sum + entries, 0),
    cache_hit_rate: lookUps === 0 ? null : hits / lookUps,
    memory_usage_bytes:
      answers.reduce((sum, each) => sum + each.heldLength(), 0) +
      pictures.reduce((sum, { contracts }) => sum + contracts.length * bytesOfContract, 0),
    oldest_entry_age_seconds: moments.length === 0 ? null : ageSeconds(Math.min(...moments)),
    newest_entry_age_seconds: moments.length === 0 ? null : ageSeconds(Math.max(...moments)),
    data_types: types,
  };
};
