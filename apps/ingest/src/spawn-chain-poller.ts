import type { ActorRef, ActorSystem } from '@gexstream/actors';
import type { Clock } from '@gexstream/domain';
import { SchwabError, type SchwabErrorCode } from '@gexstream/schwab';
import type { Logger } from 'pino';
import { type ChainPollerEffect, type ChainPollerMessage, chainPoller, initialChainPoller } from './actors/chain-poller.actor.ts';
import type { FramePublisherMessage } from './actors/frame-publisher.actor.ts';
import type { SubscriptionBudgetMessage } from './actors/subscription-budget.actor.ts';
import type { Counters } from './counters.ts';
import { fetchExpiries, fetchWindow, windowDrafts } from './fetch-chain.ts';
import type { RestGate } from './rest-gate.ts';
import type { StatusBoard } from './status-board.ts';
import { tell } from './tell.ts';

export interface ChainPollerParts {
  readonly system: ActorSystem;
  readonly clock: Clock;
  readonly log: Logger;
  readonly gate: RestGate;
  readonly counters: Counters;
  readonly board: StatusBoard;
  readonly publisher: ActorRef<FramePublisherMessage>;
  readonly subscriptions: ActorRef<SubscriptionBudgetMessage>;
  readonly everyMs: number;
  readonly expiryDaysMax: number | undefined;
}

/** A poller for one underlying, which begins by itself. Its calls run beside it and tell it how they ended. */
export const spawnChainPoller = (underlying: string, parts: ChainPollerParts): ActorRef<ChainPollerMessage> => {
  const { system, clock, log, board } = parts;
  const poller = system.spawn<ReturnType<typeof initialChainPoller>, ChainPollerMessage, ChainPollerEffect>({
    name: `chain-poller-${underlying}`,
    initial: () => initialChainPoller(parts.everyMs, parts.expiryDaysMax),
    behavior: chainPoller,
    perform: (effect, self) => {
      switch (effect.type) {
        case 'fetch-expiries':
          void answerExpiries(effect.generation, self, underlying, parts);
          return;
        case 'fetch-window':
          void answerWindow(effect, self, underlying, parts);
          return;
        case 'wake':
          clock.after(effect.afterMs, () => void tell(self, { type: 'wake', generation: effect.generation }));
          return;
        case 'round-complete':
          return roundComplete(effect, underlying, parts);
        case 'trouble':
          // A stop cuts the calls that are under way: no trouble of the chain's.
          if (board.stopping) return;
          board.trouble(underlying, effect.reason);
          log.warn({ underlying, reason: effect.reason }, 'chain not polled');
          return;
      }
    },
    mailbox: { whenFull: 'block', capacity: 64 },
    crash: { onCrash: 'escalate' },
  });
  void tell(poller, { type: 'start' });
  return poller;
};

const roundComplete = async (
  { windows, givenUp }: Extract<ChainPollerEffect, { readonly type: 'round-complete' }>,
  underlying: string,
  { clock, publisher, subscriptions }: ChainPollerParts,
): Promise<void> => {
  const receivedMs = clock.now();
  const draft = { underlying, sourceMs: receivedMs, kind: 'chain-round', body: { windows, givenUp } } as const;
  await tell(publisher, { type: 'publish', drafts: [draft], receivedMs });
  await tell(subscriptions, { type: 'whole', underlying });
};

const answerExpiries = async (
  generation: number,
  self: ActorRef<ChainPollerMessage>,
  underlying: string,
  { gate }: ChainPollerParts,
): Promise<void> => {
  try {
    const expiries = await fetchExpiries(gate, underlying);
    await tell(self, { type: 'expiries', generation, expiries });
  } catch (error) {
    await tell(self, { type: 'failed', generation, ...failureOf(error) });
  }
};

const answerWindow = async (
  { generation, window }: Extract<ChainPollerEffect, { readonly type: 'fetch-window' }>,
  self: ActorRef<ChainPollerMessage>,
  underlying: string,
  { gate, clock, counters, publisher, subscriptions, board }: ChainPollerParts,
): Promise<void> => {
  try {
    const chain = await fetchWindow(gate, underlying, window);
    // Stamped, converted and handed on in one turn, so that no time mark comes between.
    const receivedMs = clock.now();
    const { drafts, answer, spot } = windowDrafts(chain, underlying, window, receivedMs);
    await tell(publisher, { type: 'publish', drafts, receivedMs });
    counters.rejected(answer.rejected);
    board.chain(underlying, receivedMs);
    await tell(subscriptions, { type: 'chain', underlying, answer: answer.updates, spot });
    await tell(self, { type: 'answered', generation });
  } catch (error) {
    await tell(self, { type: 'failed', generation, ...failureOf(error) });
  }
};

/** What is no error of the API is an answer that nobody foresaw: reported with its own words, and polled again. */
const failureOf = (error: unknown): { readonly code: SchwabErrorCode; readonly reason: string } =>
  error instanceof SchwabError
    ? { code: error.code, reason: error.message }
    : { code: 'SCHWAB_BAD_ANSWER', reason: `unexpected: ${error instanceof Error ? error.message : String(error)}` };
