import { type ActorRef, actorSystem, systemClock } from '@gexstream/actors';
import type { Cancel, FeedNotice } from '@gexstream/domain';
import type { RestBudgetMessage } from './actors/rest-budget.actor.ts';
import { tickMs } from './actors/stream-session.actor.ts';
import {
  initialSubscriptionBudget,
  type SubscriptionBudgetMessage,
  subscriptionBudget,
} from './actors/subscription-budget.actor.ts';
import { beatMs } from './actors/time-marker.actor.ts';
import type { TokenKeepingMessage } from './actors/token-keeper.actor.ts';
import { closableClock } from './closable-clock.ts';
import { Counters } from './counters.ts';
import { type Draft, linkDrafts } from './draft.ts';
import { followedUnderlyings } from './follow-underlyings.ts';
import { ingestDefaults } from './ingest-config.ts';
import type { Ingest, IngestOptions } from './ingest-options.ts';
import { introduceUnderlyings } from './introduce-underlyings.ts';
import { readLastPublished } from './last-published.ts';
import { noticeRecord } from './notice-record.ts';
import { openSchwab } from './open-schwab.ts';
import { outboxLimits } from './outbox.ts';
import { rejectedSample } from './rejected-sample.ts';
import { RestGate } from './rest-gate.ts';
import type { StreamSessionMessage } from './session/session-state.ts';
import { sidePublisher } from './side-publisher.ts';
import type { ChainPollerParts } from './spawn-chain-poller.ts';
import { spawnDemandDesk } from './spawn-demand-desk.ts';
import { spawnPublisher } from './spawn-publisher.ts';
import { spawnRestBudget } from './spawn-rest-budget.ts';
import { spawnRestTakeover } from './spawn-rest-takeover.ts';
import { spawnSessionOpening } from './spawn-session-opening.ts';
import { spawnStreamSession } from './spawn-stream-session.ts';
import { spawnTimeMarker } from './spawn-time-marker.ts';
import { spawnTokenKeeper } from './spawn-token-keeper.ts';
import { startDrafts } from './start-drafts.ts';
import { StatusBoard } from './status-board.ts';
import { StatusPublisher } from './status-publisher.ts';
import { StreamLink } from './stream-link.ts';
import { tell } from './tell.ts';
import { unreadableFrames } from './unreadable-frames.ts';

/** Starts the only part that calls Schwab. Rejects when the log cannot be read; Schwab itself may be away, it is tried without end. */
export const startIngest = async (options: IngestOptions): Promise<Ingest> => {
  const { bus, log, config, recorder } = options;
  const clock = closableClock(options.clock);
  const settings = { ...ingestDefaults, ...config };
  const underlyings = [...new Set(config.symbols)];
  const last = await readLastPublished(bus, underlyings);
  const startedMs = clock.now();
  const run = startedMs.toString(36);
  let kinds = 0;
  const counters = new Counters((rejected) => {
    kinds += 1;
    log.warn(rejected, 'the source’s schema has moved; counted from now on');
    side.put(rejectedSample(rejected, kinds, clock.now()));
  });
  const board = new StatusBoard(underlyings, last.seq, last.eventMs);
  const statusPublisher = new StatusPublisher({
    bus,
    board,
    clock,
    wallClock: options.wallClock ?? systemClock(),
    feed: config.feed,
    run,
    log,
  });
  const report = (): void => void statusPublisher.publish();
  const system = actorSystem({
    name: 'ingest',
    clock,
    onCrash: (path, error) => log.error({ actor: path, err: error }, 'actor crashed'),
  });

  const abort = new AbortController();
  const stopping = abort.signal;
  const { tokens, rest } = openSchwab({
    config,
    clock,
    callClock: options.clock,
    stopping,
    recorder,
    onRefused: () => void tell(keeper, { type: 'refused' }),
  });
  const side = sidePublisher({ bus, clock, log });
  const notify = (notice: FeedNotice): void => {
    log.warn({ code: notice.code }, notice.text);
    side.put(noticeRecord(notice, config.feed, run, clock.now()));
  };
  const gate: RestGate = new RestGate({ rest, tokens, counters, budget: (): ActorRef<RestBudgetMessage> => budget });
  const budget = spawnRestBudget({
    system,
    clock,
    perMinuteMax: settings.restPerMinuteMax,
    gate: () => gate,
    board,
    notify,
  });
  const { publisher, outbox, drained } = spawnPublisher({
    system,
    bus,
    clock,
    log,
    feed: config.feed,
    run,
    last,
    counters,
    board,
    limits: options.outbox ?? outboxLimits,
    recorder,
  });
  const publish = (drafts: readonly Draft[]): Promise<void> =>
    tell(publisher, { type: 'publish', drafts, receivedMs: clock.now() });
  await publish(startDrafts(underlyings, last, startedMs));

  const introduce = introduceUnderlyings(underlyings, { bus, clock, log, stopping, board, publisher });
  const { chainEveryMs: everyMs } = settings;
  const followed = followedUnderlyings(underlyings, () => ({
    polling,
    everyMs,
    expiryDaysMax: config.expiryDaysMax,
    introduce,
    stopping,
    session,
  }));
  const link: StreamLink = new StreamLink({
    gate,
    tokens,
    clock,
    counters,
    underlyings: followed.all,
    session: (): ActorRef<StreamSessionMessage> => session,
    publisher: () => publisher,
    unreadable: unreadableFrames(clock, side.put),
    recorder,
  });
  const session = spawnStreamSession({
    system,
    clock,
    log,
    underlyings: followed.all,
    seed: options.seed ?? startedMs % 2 ** 31,
    link,
    counters,
    board,
    publisher,
    subscriptions: (): ActorRef<SubscriptionBudgetMessage> => subscriptions,
    notify,
    report,
  });
  const subscriptions: ActorRef<SubscriptionBudgetMessage> = system.spawn({
    name: 'subscription-budget',
    initial: () => initialSubscriptionBudget(underlyings, settings.streamedContractsMax),
    behavior: subscriptionBudget,
    perform: (effect) => (effect.type === 'want' ? tell(session, effect) : board.counts(effect.counts)),
    mailbox: { whenFull: 'block', capacity: 256 },
    crash: { onCrash: 'escalate' },
  });
  const keeper: ActorRef<TokenKeepingMessage> = spawnTokenKeeper({ system, clock, tokens, board, report, notify, log });
  const polling: ChainPollerParts = { system, clock, log, gate, counters, board, publisher, subscriptions };
  followed.begin();
  const takeover = spawnRestTakeover(followed, polling);
  const opening = spawnSessionOpening(followed.all, polling, notify);
  const onFailed = (error: unknown): void => void fail(error);
  const demands = spawnDemandDesk({ bus, configured: underlyings, polling, introduce, followed, stopping, onFailed });
  const bySession = () => [...followed.pollers(), subscriptions];
  const marker = spawnTimeMarker({ system, clock, publisher, bySession, report });
  const beats: readonly Cancel[] = [
    clock.every(beatMs, () => void tell(marker, { type: 'beat' })),
    clock.every(tickMs, () => {
      void tell(session, { type: 'tick' });
      void tell(subscriptions, { type: 'tick', spots: board.spots });
    }),
  ];
  await tell(session, { type: 'start' });

  const ended = Promise.withResolvers<void>();
  // Who starts ingest may look at `done` only later.
  ended.promise.catch(() => undefined);
  const end = async (): Promise<void> => {
    for (const cancel of beats) cancel();
    gate.close();
    abort.abort();
    link.end();
    board.stopping = true;
    // Nobody speaks after the last word.
    await Promise.all(
      [session, marker, takeover, opening, demands, ...followed.pollers(), subscriptions].map((part) => part.stop()),
    );
    await publish(linkDrafts([...followed.all], clock.now(), { stream: 'down', reason: 'ingest is stopping' }));
    if (await drained()) await statusPublisher.publish();
    else log.warn({ drafts: outbox().drafts }, 'stopped while the bus is away: the next start says what is missing');
    await system.stop();
    await side.settled();
    clock.close();
  };
  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopped ??= end().then(ended.resolve);
    return stopped;
  };
  const fail = async (error: unknown): Promise<void> => {
    ended.reject(error);
    await stop();
  };
  system.failed.catch(fail);
  return {
    done: ended.promise,
    stop,
    status: () => ({
      ...board.status((options.wallClock ?? clock).now()),
      counters: counters.snapshot(),
      clockSkewMs: board.clockSkewMs,
      outbox: outbox(),
      actors: system.metrics(),
    }),
  };
};
