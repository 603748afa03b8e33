import type { ActorRef } from '@gexstream/actors';
import { schwabSymbol } from '@gexstream/domain';
import { quotesToDomain, SchwabError } from '@gexstream/schwab';
import {
  initialRestTakeover,
  type RestTakeover,
  type RestTakeoverEffect,
  type RestTakeoverMessage,
  restTakeover,
  takeoverTickMs,
} from './actors/rest-takeover.actor.ts';
import type { FollowedUnderlyings } from './follow-underlyings.ts';
import type { RestClaim } from './rest-line.ts';
import { type ChainPollerParts, pollWindow } from './spawn-chain-poller.ts';
import { tell } from './tell.ts';

/** Before the rounds over the chains: the spot first, then the money of the nearest expiry. */
const quotesClaim: RestClaim = { payer: 'chains', rank: -3 };
const nearestClaim: RestClaim = { payer: 'chains', rank: -2 };
/** The most that a call takes. */
const quotesPerCall = 300;
/**
 * Strikes on each side of the money: 100 points of SPX, most of a last day's gamma, in some 80 contracts instead of 500. The strikes beyond
 * are left to the rounds over the chains.
 */
const nearStrikes = 20;

export const spawnRestTakeover = (followed: FollowedUnderlyings, parts: ChainPollerParts): ActorRef<RestTakeoverMessage> => {
  const { system, clock, board, log } = parts;
  const work = async (effect: RestTakeoverEffect, self: ActorRef<RestTakeoverMessage>): Promise<void> => {
    try {
      if (effect.type === 'fetch-quotes') await pollQuotes(effect.underlyings, parts);
      else await pollNearMoney(effect.underlying, followed.nearestExpiry(effect.underlying), parts);
      await tell(self, { type: 'answered' });
    } catch (error) {
      if (!board.stopping) log.warn({ reason: reasonOf(error) }, 'the stream is down, and REST in its place failed');
      await tell(self, { type: 'failed' });
    }
  };
  const takeover = system.spawn<RestTakeover, RestTakeoverMessage, RestTakeoverEffect>({
    name: 'rest-takeover',
    initial: () => initialRestTakeover,
    behavior: restTakeover,
    perform: (effect, self) => void work(effect, self),
    mailbox: { whenFull: 'block', capacity: 64 },
    crash: { onCrash: 'escalate' },
  });
  clock.every(takeoverTickMs, () => {
    const underlyings = [...followed.all];
    const nearest = underlyings.filter((underlying) => followed.nearestExpiry(underlying) !== undefined);
    void tell(takeover, { type: 'tick', streaming: board.isStreaming, underlyings, nearest });
  });
  return takeover;
};

const pollQuotes = async (
  underlyings: readonly string[],
  { gate, clock, counters, publisher }: ChainPollerParts,
): Promise<void> => {
  for (let from = 0; from < underlyings.length; from += quotesPerCall) {
    const symbols = underlyings.slice(from, from + quotesPerCall).map(schwabSymbol);
    const quotes = await gate.call(quotesClaim, (rest) => rest.quotes(symbols));
    const receivedMs = clock.now();
    const { updates, rejected } = quotesToDomain(quotes, receivedMs);
    await tell(publisher, { type: 'publish', drafts: updates, receivedMs });
    counters.rejected(rejected);
  }
};

const pollNearMoney = async (underlying: string, expiry: string | undefined, parts: ChainPollerParts): Promise<void> => {
  if (expiry === undefined) return;
  await pollWindow(parts.gate.counted(nearestClaim), underlying, { expiries: [expiry], strikeCount: nearStrikes }, parts);
};

const reasonOf = (error: unknown): string =>
  error instanceof SchwabError ? error.message : `unexpected: ${error instanceof Error ? error.message : String(error)}`;
