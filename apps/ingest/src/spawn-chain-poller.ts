import type { ActorRef, ActorSystem } from '@gexstream/actors';
import { type Clock, type EpochMs, easternDate } from '@gexstream/domain';
import { SchwabError } from '@gexstream/schwab';
import type { Logger } from 'pino';
import {
  type ChainFailure,
  type ChainPlan,
  type ChainPollerEffect,
  type ChainPollerMessage,
  chainPoller,
  initialChainPoller,
  type RoundOutcome,
} from './actors/chain-poller.actor.ts';
import type { FramePublisherMessage } from './actors/frame-publisher.actor.ts';
import type { SubscriptionBudgetMessage } from './actors/subscription-budget.actor.ts';
import type { ChainWindow } from './chain-windows.ts';
import type { Counters } from './counters.ts';
import { fetchExpiries, fetchWindow, windowDrafts } from './fetch-chain.ts';
import type { CountedCall, RestGate } from './rest-gate.ts';
import type { RestShare } from './rest-line.ts';
import type { StatusBoard } from './status-board.ts';
import { tell } from './tell.ts';

/** What every poller works with. */
export interface ChainPollerParts {
  readonly system: ActorSystem;
  readonly clock: Clock;
  readonly log: Logger;
  readonly gate: RestGate;
  readonly counters: Counters;
  readonly board: StatusBoard;
  readonly publisher: ActorRef<FramePublisherMessage>;
  readonly subscriptions: ActorRef<SubscriptionBudgetMessage>;
}

/** One poller. */
export interface ChainPolling {
  /** Of the actor: unique. */
  readonly name: string;
  readonly underlying: string;
  readonly plan: ChainPlan;
  /** Whose share of the budget pays. */
  readonly payer: RestShare;
  readonly onRound: (round: RoundOutcome, receivedMs: EpochMs) => void | Promise<void>;
  readonly onTrouble: (reason: string) => void;
  /** Told of the living expiries whenever they were asked for. */
  readonly onExpiries?: (expiries: readonly string[]) => void;
}

/** A poller, which begins by itself. Its calls run beside it and tell it how they ended. */
export const spawnChainPoller = (polling: ChainPolling, parts: ChainPollerParts): ActorRef<ChainPollerMessage> => {
  const { system, clock, board } = parts;
  const poller = system.spawn<ReturnType<typeof initialChainPoller>, ChainPollerMessage, ChainPollerEffect>({
    name: polling.name,
    initial: () => initialChainPoller(polling.plan),
    behavior: chainPoller,
    perform: (effect, self) => {
      switch (effect.type) {
        case 'fetch-expiries':
          void answerExpiries(effect.generation, self, polling, parts);
          return;
        case 'fetch-window':
          void answerWindow(effect, self, polling, parts);
          return;
        case 'wake':
          clock.after(effect.afterMs, () => void tell(self, { type: 'wake', generation: effect.generation }));
          return;
        case 'round-complete':
          return polling.onRound(effect.round, clock.now());
        case 'trouble':
          // A stop cuts the calls that are under way: no trouble of the chain's.
          if (!board.stopping) polling.onTrouble(effect.reason);
          return;
      }
    },
    mailbox: { whenFull: 'block', capacity: 64 },
    crash: { onCrash: 'escalate' },
  });
  void tell(poller, { type: 'start' });
  return poller;
};

/** Before any window: without its expiries nothing of a chain can be asked for. */
const expiriesRank = -1;

const answerExpiries = async (
  generation: number,
  self: ActorRef<ChainPollerMessage>,
  { underlying, payer, onExpiries }: ChainPolling,
  { gate, clock }: ChainPollerParts,
): Promise<void> => {
  const call = gate.counted({ payer, rank: expiriesRank });
  try {
    const expiries = await fetchExpiries(call, underlying);
    const today = easternDate(clock.now());
    onExpiries?.(expiries.filter((date) => date >= today).toSorted());
    await tell(self, { type: 'expiries', generation, calls: call.calls(), expiries });
  } catch (error) {
    await tell(self, { type: 'failed', generation, calls: call.calls(), ...failureOf(error) });
  }
};

const answerWindow = async (
  { generation, window, rank }: Extract<ChainPollerEffect, { readonly type: 'fetch-window' }>,
  self: ActorRef<ChainPollerMessage>,
  { underlying, payer }: ChainPolling,
  parts: ChainPollerParts,
): Promise<void> => {
  const call = parts.gate.counted({ payer, rank });
  try {
    await pollWindow(call, underlying, window, parts);
    await tell(self, { type: 'answered', generation, calls: call.calls() });
  } catch (error) {
    await tell(self, { type: 'failed', generation, calls: call.calls(), ...failureOf(error) });
  }
};

/** Asks for one window of a chain and publishes the answer. Rejects when there is none, and when it is less than was asked for. */
export const pollWindow = async (
  call: CountedCall,
  underlying: string,
  window: ChainWindow,
  { clock, counters, publisher, subscriptions, board }: ChainPollerParts,
): Promise<void> => {
  const chain = await fetchWindow(call, underlying, window);
  // Stamped, converted and handed on in one turn, so that no time mark comes between.
  const receivedMs = clock.now();
  const { drafts, answer, spot } = windowDrafts(chain, underlying, window, receivedMs);
  await tell(publisher, { type: 'publish', drafts, receivedMs });
  counters.rejected(answer.rejected);
  if (answer.whole) board.chain(underlying, receivedMs);
  await tell(subscriptions, { type: 'chain', underlying, answer: answer.updates, spot });
  if (!answer.whole && window.strikeCount === undefined)
    throw new SchwabError('SCHWAB_TOO_BIG', `a chain of ${underlying} came cut short`);
};

/** What is no error of the API is an answer that nobody foresaw: reported with its own words, and polled again. */
const failureOf = (error: unknown): ChainFailure =>
  error instanceof SchwabError
    ? { code: error.code, reason: error.message }
    : { code: 'SCHWAB_BAD_ANSWER', reason: `unexpected: ${error instanceof Error ? error.message : String(error)}` };
