import { daysToExpiry, easternDate } from '@gexstream/domain';
import type { WireExpirationChain } from '@gexstream/schwab/wire';
import type { FastifyInstance } from 'fastify';
import { expiryFacts, settlementType } from '../option-facts.ts';
import type { ServerContext } from '../server-context.ts';
import { marketDataError } from './rest-errors.ts';

/** One entry for each date and way of settling. */
export const expirationChainRoute = (app: FastifyInstance, { market, clock }: ServerContext): void => {
  app.get<{ Querystring: { symbol?: string } }>('/marketdata/v1/expirationchain', async (request, reply) => {
    const at = clock.now();
    const { symbol } = request.query;
    if (symbol === undefined) return marketDataError(reply, 400, 'Missing required parameter symbol', { parameter: 'symbol' });
    const underlying = market.byWireSymbol(symbol);
    if (!underlying) return marketDataError(reply, 404, 'Symbol not found', { parameter: 'symbol' });
    const series = Map.groupBy(underlying.contracts(at), ({ expiry, settlement, root }) => `${expiry}/${settlement}/${root}`);
    const date = easternDate(at);
    const answer: WireExpirationChain = {
      expirationList: [...series.values()].flatMap(([contract]) =>
        contract === undefined
          ? []
          : [
              {
                expirationDate: contract.expiry,
                daysToExpiration: daysToExpiry(contract.expiry, date),
                expirationType: expiryFacts(contract).expirationType,
                settlementType: settlementType(contract),
                optionRoots: contract.root,
                standard: true,
              },
            ],
      ),
      status: 'SUCCESS',
    };
    return answer;
  });
};
