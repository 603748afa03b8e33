import type { ActorRef } from '@gexstream/actors';
import { type EpochMs, type FeedNotice, isoTime, schwabSymbol, sessionOn } from '@gexstream/domain';
import { optionSession, priceHistoryToDomain, SchwabError } from '@gexstream/schwab';
import {
  initialSessionOpening,
  openingTickMs,
  type SessionOpening,
  type SessionOpeningEffect,
  type SessionOpeningMessage,
  sessionOpening,
} from './actors/session-opening.actor.ts';
import type { RestClaim } from './rest-line.ts';
import type { ChainPollerParts } from './spawn-chain-poller.ts';
import { tell } from './tell.ts';

/** Behind the nearest expiries, before the far ones. */
const claim: RestClaim = { payer: 'chains', rank: 3 };

export const spawnSessionOpening = (
  underlyings: ReadonlySet<string>,
  parts: ChainPollerParts,
  notify: (notice: FeedNotice) => void,
): ActorRef<SessionOpeningMessage> => {
  const { system, clock, board, log } = parts;
  const work = async (effect: SessionOpeningEffect, self: ActorRef<SessionOpeningMessage>): Promise<void> => {
    try {
      if (effect.type === 'ask-hours') {
        await compareHours(effect.date, parts, notify);
        await tell(self, { type: 'hours', date: effect.date });
      } else {
        await publishBars(effect, parts);
        await tell(self, { type: 'bars', underlying: effect.underlying, toMs: effect.toMs });
      }
    } catch (error) {
      // What is no error of the API is an answer that nobody foresaw: no reason to end, and the next may be another.
      const reason =
        error instanceof SchwabError ? error.message : `unexpected: ${error instanceof Error ? error.message : String(error)}`;
      if (!board.stopping)
        log.warn({ reason, asked: effect.type }, 'the session’s opening could not be asked for; again in a minute');
      await tell(self, { type: 'failed' });
    }
  };
  const opening = system.spawn<SessionOpening, SessionOpeningMessage, SessionOpeningEffect>({
    name: 'session-opening',
    initial: () => initialSessionOpening,
    behavior: sessionOpening,
    perform: (effect, self) => void work(effect, self),
    mailbox: { whenFull: 'block', capacity: 16 },
    crash: { onCrash: 'escalate' },
  });
  clock.every(openingTickMs, () => {
    void tell(opening, { type: 'tick', streaming: board.isStreaming, underlyings: [...underlyings] });
  });
  return opening;
};

/** Our calendar goes on to count; that Schwab's differs is for people to look at. */
const compareHours = async (date: string, { gate }: ChainPollerParts, notify: (notice: FeedNotice) => void): Promise<void> => {
  const theirs = optionSession(await gate.call(claim, (rest) => rest.marketHours(date)));
  const ours = sessionOn(date);
  if (theirs === undefined) return;
  if (theirs?.openMs === ours?.openMs && theirs?.closeMs === ours?.closeMs) return;
  const text = (session: { readonly openMs: EpochMs; readonly closeMs: EpochMs } | null): string =>
    session === null ? 'closed' : `open ${isoTime(session.openMs)} to ${isoTime(session.closeMs)}`;
  notify({
    code: 'calendar-differs',
    text: `On ${date} options are ${text(theirs)} by Schwab and ${text(ours)} by our calendar, which counts; libs/domain/src/calendar may need a day`,
  });
};

const publishBars = async (
  { underlying, fromMs, toMs }: Extract<SessionOpeningEffect, { readonly type: 'ask-bars' }>,
  { gate, clock, counters, publisher }: ChainPollerParts,
): Promise<void> => {
  const history = await gate.call(claim, (rest) => rest.priceHistory(schwabSymbol(underlying), fromMs, toMs));
  const receivedMs = clock.now();
  const { updates, rejected } = priceHistoryToDomain(history, receivedMs);
  await tell(publisher, { type: 'publish', drafts: updates, receivedMs });
  counters.rejected(rejected);
};
