import type { ActorRef } from '@gexstream/actors';
import { simulatedClock } from '@gexstream/actors';
import { memoryTokenStore, SchwabError, type SchwabRest, tokenKeeper } from '@gexstream/schwab';
import { expect, test } from 'vitest';
import type { RestBudgetMessage } from './actors/rest-budget.actor.ts';
import { Counters } from './counters.ts';
import { RestGate } from './rest-gate.ts';

/** A gate whose budget grants everything, to a server that takes one access token alone. */
const setup = (answer: (token: string, symbol: string) => Promise<never> | Promise<object>) => {
  const refreshes: string[] = [];
  const tokens = tokenKeeper({
    store: memoryTokenStore({ refreshToken: 'r' }),
    clock: simulatedClock(1_000_000),
    refresh: async (used) => {
      refreshes.push(used);
      return {
        access_token: `access-${refreshes.length}`,
        refresh_token: 'r',
        expires_in: 1800,
        token_type: 'Bearer',
        scope: 'api',
      };
    },
  });
  const said: string[] = [];
  const budget: ActorRef<RestBudgetMessage> = {
    name: 'budget',
    send: async (message) => {
      said.push(message.type);
      if (message.type === 'ask') queueMicrotask(() => gate.granted(message.ask.id));
    },
    idle: async () => {},
    stop: async () => {},
  };
  const rest = {
    expirationChain: async (symbol: string) => answer(await tokens.accessToken(), symbol),
  } as unknown as SchwabRest;
  const gate: RestGate = new RestGate({ rest, tokens, counters: new Counters(), budget: () => budget });
  const call = (symbol: string): Promise<unknown> =>
    gate.call({ payer: 'chains', rank: 0 }, (each) => each.expirationChain(symbol));
  return { refreshes, said, call };
};

const unauthorized = (): SchwabError => new SchwabError('SCHWAB_UNAUTHORIZED', 'no');

test('S8: fifty callers with a token that died meanwhile cost one refresh, and all are answered', async () => {
  const { refreshes, call } = setup(async (token) => {
    if (token === 'access-1') throw unauthorized();
    return { token };
  });
  const answers = await Promise.all(Array.from({ length: 50 }, () => call('SPY')));
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"token":"access-2"}']));
  // The first token of all, and the one in place of the dead one.
  expect(refreshes).toHaveLength(2);
});

test('S8: a refusal that another token does not mend is told after one retry', async () => {
  const { refreshes, call } = setup(async () => {
    throw unauthorized();
  });
  for (let time = 0; time < 5; time += 1) await expect(call('SPY')).rejects.toThrow('SCHWAB_UNAUTHORIZED');
  expect(refreshes).toHaveLength(2);
});

test('C-09: a symbol that is refused says nothing of the server; what the server fails at does', async () => {
  const { said, call } = setup(async (_token, symbol) => {
    if (symbol === 'BAD') throw new SchwabError('SCHWAB_BAD_REQUEST', 'no such symbol', { status: 400 });
    if (symbol === 'GONE') throw new SchwabError('SCHWAB_UNAVAILABLE', 'away', { status: 503 });
    return {};
  });
  for (const symbol of ['BAD', 'SPY', 'GONE']) await call(symbol).catch(() => undefined);
  expect(said.filter((type) => type !== 'ask')).toEqual(['answered', 'answered', 'failed']);
});
