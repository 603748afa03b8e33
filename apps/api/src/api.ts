import { randomUUID } from 'node:crypto';
import { type Bus, decodeEvent, followTrades, type StoredRecord, tradeDesk } from '@gexstream/bus';
import { type Feed, scannerView, tradeBook } from '@gexstream/domain';
import type { Clock } from '@gexstream/domain/time';
import type { Store } from '@gexstream/store';
import type { Logger } from 'pino';
import { type ApiConfig, heartbeatMsDefault, streamBacklogBytesMaxDefault, streamClientsMaxDefault } from './config.ts';
import type { StatusBody } from './contract/status.ts';
import { ApiError } from './errors.ts';
import { consumerLag } from './health/consumer-lag.ts';
import { readiness } from './health/readiness.ts';
import { statusReport } from './health/status.ts';
import { measuredOutcomes } from './history/measured-outcomes.ts';
import type { HostedLogin } from './hosted-login.ts';
import { openKeyRing } from './keys/key-ring.ts';
import { alertChange } from './live/alert-body.ts';
import { alertsView } from './live/alerts-view.ts';
import { allSymbolsJson } from './live/all-symbols.ts';
import { chains, type ReadChain } from './live/chains.ts';
import { feedState } from './live/feed-state.ts';
import { followAlerts } from './live/follow-alerts.ts';
import { followScanner } from './live/follow-scanner.ts';
import { followTopics } from './live/follow-topics.ts';
import { linkedChats } from './live/linked-chats.ts';
import { type LiveView, liveView } from './live/live-view.ts';
import { scannerChange } from './live/scanner-change.ts';
import { scannerOrigin } from './live/scanner-origin.ts';
import { alertRoutes } from './routes/alerts.ts';
import { cacheStatsRoutes } from './routes/cache-stats.ts';
import { chatRoutes, type Talk } from './routes/chat.ts';
import { demandRoutes } from './routes/demand.ts';
import { exposuresRoutes } from './routes/exposures.ts';
import { exposuresHistoryRoutes } from './routes/exposures-history.ts';
import { gexRoutes } from './routes/gex.ts';
import { handScanRoutes } from './routes/hand-scan.ts';
import { healthRoutes } from './routes/health.ts';
import { historyRoutes } from './routes/history.ts';
import { linkRoutes } from './routes/links.ts';
import { marketRoutes } from './routes/market.ts';
import { meRoutes } from './routes/me.ts';
import { optionsRoutes } from './routes/options.ts';
import { pageRoutes } from './routes/page.ts';
import { scannerRoutes } from './routes/scanner.ts';
import { scannerHistoryRoutes } from './routes/scanner-history.ts';
import { schwabLoginRoutes } from './routes/schwab-login.ts';
import { sessionRoutes } from './routes/session.ts';
import { statusRoutes } from './routes/status.ts';
import { streamRoutes } from './routes/streams.ts';
import { strikeExposuresRoutes } from './routes/strike-exposures.ts';
import { strikeHistoryRoutes } from './routes/strike-history.ts';
import { tableRoutes } from './routes/tables.ts';
import { tradeRoutes } from './routes/trades.ts';
import { v1Routes } from './routes/v1.ts';
import { volatilityRoutes } from './routes/volatility.ts';
import { listen } from './server/listen.ts';
import type { ServedRoute } from './server/served-routes.ts';
import { httpServer } from './server/server.ts';
import { changeStream } from './stream/change-stream.ts';
import { fullStream } from './stream/full-stream.ts';
import { type LiveHeap, liveHeap } from './stream/live-heap.ts';
import { loadShedding } from './stream/load-shedding.ts';
import { stalledMsMax } from './stream/sse-client.ts';
import { buildPage, type Page } from './web/client-bundle.ts';

export interface ApiOptions {
  /** Its topics must exist. */
  readonly bus: Bus;
  readonly store: Store;
  /** The wall clock; the feed's time follows from the feed-status topic. */
  readonly clock: Clock;
  readonly log: Logger;
  readonly feed: Feed;
  /** Where the contracts of a symbol come from when somebody asks for them; without it that is answered with 503. */
  readonly readChain?: ReadChain;
  readonly config: ApiConfig;
  /** What else runs in this process, for `/api/status`. */
  readonly components?: () => Record<string, unknown>;
  /** Logins at Schwab through this server; none unless given. */
  readonly hostedLogin?: HostedLogin;
  /** The bot's chat of this machine; none unless given. */
  readonly talk?: Talk;
  /** The page in place of this app's own. */
  readonly page?: Page;
  /** How full the heap is, in place of this process's own measurement. */
  readonly heap?: LiveHeap;
}

export interface Api {
  /** Without a slash at its end. */
  readonly url: string;
  /** Resolves after `stop`; rejects with `API_FEED_LOST` when the output topics cannot be followed any more. */
  readonly done: Promise<void>;
  /** Every route that it answers, with who may call it. */
  readonly routes: readonly ServedRoute[];
  /** The body of `/api/status`. */
  status(): Promise<StatusBody>;
  /** How often parts of answers were asked for, and were there already, since the start. */
  cache(): ReturnType<LiveView['cache']>;
  /** Ends streams and connections, within a second. Safe to call twice. */
  stop(): Promise<void>;
}

/** Serves the present from the output topics, the past from the store, and the page. Rejects with an `ApiError`, or the bus's own. */
export const startApi = async (options: ApiOptions): Promise<Api> => {
  const { bus, store, clock, log, config } = options;
  const keys = await openKeyRing({
    fixed: config.apiKeys ?? [],
    path: config.keysPath ?? null,
    clock,
    onUnreadable: (err) => log.error({ err }, 'the key file cannot be read; the keys it held last still count'),
  });
  const { app, routes, refused } = await httpServer(config, keys, clock, log);
  const page = await (options.page ?? buildPage());
  const view = liveView({ feed: options.feed, clock });
  let failure: string | null = null;
  const onUnreadable = ({ topic, partition, offset }: StoredRecord, err: unknown): void =>
    log.warn({ topic, partition, offset, err }, 'skipped a record that cannot be read');
  const following = await followTopics({ bus, view, decode: decodeEvent, onUnreadable });

  const known = chains(view, options.readChain ?? (async () => null), clock);

  const ready = readiness({ view, store, clock, busFailure: () => failure });
  const clientsMax = config.streamClientsMax ?? streamClientsMaxDefault;
  const streaming = {
    view,
    clock,
    heartbeatMs: config.heartbeatMs ?? heartbeatMsDefault,
    backlogBytesMax: config.streamBacklogBytesMax ?? streamBacklogBytesMaxDefault,
  };
  const changes = changeStream({ ...streaming, feedState: () => feedState(view) });
  const full = fullStream({ ...streaming, allJson: () => allSymbolsJson(view) });
  const heap = options.heap ?? liveHeap();
  const { memoryShort, ...shedding } = loadShedding({ streams: [changes, full], heapShare: heap.share, clock, log });
  const report = statusReport({
    view,
    clock,
    ready: ready.check,
    lag: consumerLag(bus, clock),
    streams: () => ({ clients: changes.clients() + full.clients(), clients_max: clientsMax, dropped_events: changes.dropped() }),
    refused,
    unreadable: following.unreadable,
    components: options.components ?? (() => ({})),
  });

  const scanner = scannerView();
  const originOf = scannerOrigin(view);
  const followingScanner = await followScanner({
    bus,
    view: scanner,
    onUnreadable,
    onTaken: (event) => changes.tell(scannerChange(event, originOf)),
  });
  const linked = linkedChats();
  const alerts = alertsView(linked);
  const followingAlerts = await followAlerts({
    bus,
    view: alerts,
    linked,
    onUnreadable,
    onTaken: (event) => changes.tell(alertChange(alerts, event)),
  });

  const book = tradeBook();
  const followingTrades = await followTrades({ bus, book, feed: options.feed, onUnreadable });

  const desk = tradeDesk({
    ...{ bus, book, feed: options.feed, run: randomUUID(), now: view.feedNow },
    levels: (symbol) => view.answers(symbol)?.levels ?? null,
    opportunities: (symbol) => scanner.opportunities(symbol),
  });

  gexRoutes(app, view);
  exposuresRoutes(app, view);
  exposuresHistoryRoutes(app, view, store);
  strikeExposuresRoutes(app, view);
  volatilityRoutes(app, view, store);
  sessionRoutes(app, view);
  historyRoutes(app, view, store);
  strikeHistoryRoutes(app, view, store);
  tableRoutes(app, store);
  meRoutes(app);
  alertRoutes(app, view, alerts);
  tradeRoutes(app, { view, book, linked, desk });
  linkRoutes(app, { bus, clock, feed: options.feed, linked });
  v1Routes(app, view, store, known);
  marketRoutes(app, { view, quotes: following.quotes, store, clock });
  optionsRoutes(app, view, known);
  cacheStatsRoutes(app, { view, quotes: following.quotes, chains: known });
  demandRoutes(app, view, bus);
  handScanRoutes(app, view, bus);
  scannerRoutes(app, { view: scanner, feedNow: view.feedNow, measured: measuredOutcomes(store), originOf });
  scannerHistoryRoutes(app, store, options.feed, view.feedNow, clock);
  chatRoutes(app, options.talk ?? null);
  schwabLoginRoutes(app, options.hostedLogin ?? null);
  statusRoutes(app, report.status);
  streamRoutes(app, {
    view,
    scanned: scanner.symbols,
    changes,
    full,
    clientsMax,
    stalledMsMax: config.streamStalledMsMax ?? stalledMsMax,
    memoryShort,
  });
  healthRoutes(app, { ready: ready.check, health: report.health });
  pageRoutes(app, page);

  const release = async (): Promise<void> => {
    keys.close();
    shedding.close();
    heap.close();
    changes.close();
    full.close();
    await Promise.all([
      app.close(),
      following.close(),
      followingScanner.close(),
      followingAlerts.close(),
      followingTrades.close(),
    ]);
  };
  const url = await listen(app, config).catch(async (cause: unknown) => {
    await release();
    throw cause;
  });

  keys.follow();

  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopped ??= release();
    return stopped;
  };
  const done = Promise.race([following.done, followingScanner.done, followingAlerts.done, followingTrades.done]).then(
    () => stop(),
    (cause: unknown) => {
      // What was known is still served, and grows old visibly, until the owner stops us.
      failure = cause instanceof Error ? cause.message : String(cause);
      throw new ApiError(
        'API_FEED_LOST',
        `The output topics cannot be followed any more: ${failure}; start the API again`,
        cause,
      );
    },
  );
  return { url, done, routes, status: report.status, cache: view.cache, stop };
};
