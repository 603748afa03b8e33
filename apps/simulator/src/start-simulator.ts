import type { AddressInfo } from 'node:net';
import type { ChainListing, Clock, EpochMs } from '@gexstream/domain';
import { type FastifyInstance, fastify } from 'fastify';
import { type FaultDesk, faultDesk } from './faults/fault-desk.ts';
import { faultsRoute } from './faults/faults-route.ts';
import { type Market, openMarket } from './market/market.ts';
import { chainsRoute } from './rest/chains.ts';
import { clockRoute } from './rest/clock-route.ts';
import { expirationChainRoute } from './rest/expiration-chain.ts';
import { marketsRoutes } from './rest/markets.ts';
import { oauthRoutes } from './rest/oauth.ts';
import { priceHistoryRoute } from './rest/price-history.ts';
import { quotesRoutes } from './rest/quotes.ts';
import { requestGate } from './rest/request-gate.ts';
import { tokenDesk } from './rest/token-desk.ts';
import { userPreferenceRoute } from './rest/user-preference.ts';
import type { ServerContext } from './server-context.ts';
import { defaultBehaviour, defaultLimits, type SimulatorBehaviour, type SimulatorLimits, type SimulatorLog } from './settings.ts';
import { attachStreamer, type StreamerStats } from './streamer/streamer.ts';

export interface SimulatorOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The same seed gives the same market at the same market time. */
  readonly seed: number;
  /** The market's time, `marketClock` as a rule. A clock with `wallNow` tells `/simulator/clock` both times. */
  readonly clock: Clock & { readonly wallNow?: () => EpochMs };
  /** Underlyings without prefix: `SPX`, `SPY`. */
  readonly symbols: readonly string[];
  /** Real chains to start from; each replaces the generated listing of its underlying. */
  readonly chains?: readonly ChainListing[];
  readonly log?: SimulatorLog;
  readonly limits?: Partial<SimulatorLimits>;
  readonly behaviour?: Partial<SimulatorBehaviour>;
  /** Hears every frame that leaves for a streaming client, as it leaves. */
  readonly onFrameSent?: (text: string) => void;
}

export interface SimulatorStats extends StreamerStats {
  /** HTTP requests answered. */
  readonly requests: number;
}

export interface Simulator {
  /** `http://127.0.0.1:9443`: stands for `https://api.schwabapi.com`. */
  readonly url: string;
  readonly market: Market;
  /** What goes wrong on command; also at `/simulator/faults`. */
  readonly faults: FaultDesk;
  stats(): SimulatorStats;
  /** Closes every socket and the server. Safe to call twice. */
  stop(): Promise<void>;
}

const silent: SimulatorLog = { info: () => {}, warn: () => {} };

const newServer = (): FastifyInstance =>
  fastify({
    logger: false,
    forceCloseConnections: true,
    // Repeated parameters keep the last value, and a plus is a blank, as in option symbols.
    routerOptions: { querystringParser: (text) => Object.fromEntries(new URLSearchParams(text)) },
  });

/** Starts the simulated servers on one port. Rejects when the port cannot be had. */
export const startSimulator = async (options: SimulatorOptions): Promise<Simulator> => {
  const { clock } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const behaviour = { ...defaultBehaviour, ...options.behaviour };
  const faults = faultDesk();
  const desk = tokenDesk(clock, limits, behaviour, faults);
  const market = openMarket(options.seed, options.symbols, options.chains ?? []);
  const context: ServerContext = {
    market,
    clock,
    desk,
    limits,
    behaviour,
    faults,
    seed: options.seed,
    log: options.log ?? silent,
    onFrameSent: options.onFrameSent ?? (() => {}),
  };
  const gate = requestGate(context);

  const app = newServer();
  let requests = 0;
  app.addHook('onResponse', async () => {
    requests++;
  });
  oauthRoutes(app, desk, behaviour);
  faultsRoute(app, faults);
  clockRoute(app, context, clock.wallNow ?? (() => clock.now()));
  app.register(async (api) => {
    api.addHook('onRequest', gate.onRequest);
    userPreferenceRoute(api);
    chainsRoute(api, context);
    expirationChainRoute(api, context);
    quotesRoutes(api, context);
    priceHistoryRoute(api, context);
    marketsRoutes(api, context);
  });
  await app.ready();
  const streamer = attachStreamer(app.server, context);

  let stopping: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    streamer.stop();
    gate.close();
    desk.close();
    await app.close();
  };
  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (cause) {
    await stop();
    throw new Error(`The simulator cannot listen on ${options.host}:${options.port}; choose another port`, { cause });
  }
  const { port } = app.server.address() as AddressInfo;
  const shownHost = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${shownHost}:${port}`,
    market,
    faults,
    stats: () => ({ ...streamer.stats(), requests }),
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
};
