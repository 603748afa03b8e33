import { systemClock } from '@gexstream/actors';
import { apiSamples, type HostedLogin, productVersion, startApi } from '@gexstream/api';
import { alertsGroup, terminalLine } from '@gexstream/bots';
import { topic } from '@gexstream/bus';
import { type Clock, type Feed, isOpen } from '@gexstream/domain';
import { currentChain, gexGroup, gexSamples, observeBatches, startGex } from '@gexstream/gex';
import { historyGroup, historySamples, startHistory } from '@gexstream/history';
import { ingestSamples, type RecordingWriter } from '@gexstream/ingest';
import { metrics, sample, startMetricsServer } from '@gexstream/metrics';
import { scannerGroup, scannerSamples, startScanner } from '@gexstream/scanner';
import type { Store } from '@gexstream/store';
import type { Logger } from 'pino';
import { fixedKey } from '../api-keys/fixed-keys.ts';
import { keysPathOf } from '../api-keys/keys-path.ts';
import type { StartConfig } from '../config.ts';
import { endedEarly, lostLease } from './app-ends.ts';
import { appLease } from './app-lease.ts';
import type { AppName } from './app-names.ts';
import type { Backbone } from './backbone.ts';
import { type BotsPart, startBotsPart } from './bots-part.ts';
import type { FeedAccess, OpenFeed } from './feed-access.ts';
import { type OpenRecorder, openRecorder } from './open-recorder.ts';
import {
  apiReadiness,
  botsReadiness,
  consumerReadiness,
  historyReadiness,
  ingestReadiness,
  processReadiness,
} from './process-readiness.ts';
import { Shutdown } from './shutdown.ts';
import { talkOver } from './talk.ts';

export interface Running {
  /** Of the API and the page; null where it does not run here. */
  readonly url: string | null;
  /** What `--record` writes; null without it. */
  readonly recorded: RecordingWriter | null;
  /** Rejects when a part cannot go on. */
  readonly failed: Promise<never>;
  /** Stops what makes data first and what keeps it last, the backbone included. Safe to call twice. */
  stop(): Promise<void>;
}

export interface StartAppsOptions {
  readonly apps: readonly AppName[];
  readonly config: StartConfig;
  readonly feed: Feed;
  readonly backbone: Backbone;
  /** Needed for ingest. */
  readonly feedAccess: FeedAccess | null;
  /** What the API's login routes do. */
  readonly hostedLogin?: HostedLogin | undefined;
  /** Tells a start that waits for its turn to give up. */
  readonly signal?: AbortSignal;
  readonly log: Logger;
}

/** The apps asked for, in this process, on the backbone given: feed → ingest → market → gex, scanner → levels, cells, flow … → history, api, bots. */
export const startApps = async (options: StartAppsOptions): Promise<Running> => {
  const { config, backbone, feed, log } = options;
  const { bus } = backbone;
  const wall = systemClock();
  const runs = (app: AppName): boolean => options.apps.includes(app);
  const shutdown = new Shutdown();
  shutdown.add('backbone', () => backbone.close());
  const done: { readonly app: AppName; readonly done: Promise<void> }[] = [];
  const statuses = new Map<string, () => unknown>();
  const measured = metrics({ clock: wall, version: productVersion });
  const readiness = processReadiness(options.apps);
  const { kafka } = backbone;
  if (kafka !== null) measured.registerSource('kafka', kafka.samples);
  /** A live feed's time is the wall's; a simulated one's is known where ingest runs. */
  let feedClock: Clock | null = feed === 'live' ? wall : null;

  try {
    if (config.metricsPort !== null) {
      const { metricsHost: host, metricsPort: port } = config;
      const server = await startMetricsServer({ metrics: measured, host, port, log, ready: readiness.check });
      shutdown.add('metrics', () => server.stop());
    }
    if (runs('history')) {
      const history = await startHistory({
        bus,
        store: storeOf(backbone),
        clock: wall,
        log: log.child({ app: 'history' }),
        feed,
      });
      shutdown.add('history', () => history.stop());
      done.push({ app: 'history', done: history.done });
      statuses.set('history', () => history.status());
      measured.registerSource('history', () => historySamples(history.status()));
      readiness.register('history', () => historyReadiness(kafka, historyGroup, history.status()));
      measured.registerSource('store', () =>
        Object.entries(backbone.quarantinedRows()).map(([table, rows]) => sample('storeQuarantinedRows', rows, { table })),
      );
    }
    if (runs('gex')) {
      const gex = await startGex({
        bus,
        clock: wall,
        log: log.child({ app: 'gex' }),
        carry: options.feedAccess?.carry ?? config.carry,
        onBatchDone: observeBatches({ metrics: measured, feedNow: () => feedClock?.now() ?? null }),
      });
      shutdown.add('gex', () => gex.stop());
      done.push({ app: 'gex', done: gex.done });
      statuses.set('gex', () => gex.status());
      measured.registerSource('gex', () => gexSamples(gex.status()));
      readiness.register('gex', () => consumerReadiness(kafka, gexGroup));
    }
    if (runs('scanner')) {
      const scanner = await startScanner({
        bus,
        clock: wall,
        log: log.child({ app: 'scanner' }),
        carry: options.feedAccess?.carry ?? config.carry,
        symbols: config.scannerSymbols,
      });
      shutdown.add('scanner', () => scanner.stop());
      done.push({ app: 'scanner', done: scanner.done });
      statuses.set('scanner', () => scanner.status());
      measured.registerSource('scanner', () => scannerSamples(scanner.status()));
      readiness.register('scanner', () => consumerReadiness(kafka, scannerGroup));
    }
    let url: string | null = null;
    let recorded: RecordingWriter | null = null;
    if (runs('api')) {
      const line = terminalLine({ bus, clock: wall, feed });
      shutdown.add('terminal', () => line.close());
      const api = await startApi({
        bus,
        store: storeOf(backbone),
        clock: wall,
        log: log.child({ app: 'api' }),
        feed,
        readChain: (symbol, carry) => currentChain(bus, symbol, carry),
        config: { host: config.host, port: config.port, apiKeys: config.apiKeys.map(fixedKey), keysPath: keysPathOf(config) },
        ...(options.hostedLogin === undefined ? {} : { hostedLogin: options.hostedLogin }),
        talk: (text) => talkOver(line, text),
        components: () => Object.fromEntries([...statuses].map(([name, status]) => [name, status()])),
      });
      shutdown.add('api', () => api.stop());
      done.push({ app: 'api', done: api.done });
      measured.registerSource('api', async () => apiSamples(await api.status(), api.cache()));
      readiness.register('api', async () => apiReadiness(await api.status()));
      url = api.url;
      await backbone.announce(url);
    }
    if (runs('bots')) {
      const waiting = new AbortController();
      const signal = options.signal === undefined ? waiting.signal : AbortSignal.any([options.signal, waiting.signal]);
      const begun = startBotsPart({
        bus,
        wall,
        log,
        config,
        feed,
        store: backbone.store,
        shared: kafka !== null,
        pageUrl: url,
        signal,
      });
      let part: BotsPart | null = null;
      const up = begun.then((started) => {
        part = started;
        statuses.set('bots', () => started.status());
        measured.registerSource('bots', () => started.samples());
      });
      shutdown.add('bots', async () => {
        waiting.abort(new Error('stopped'));
        // What it ended with is told by `done`.
        await up.catch(() => {});
        await part?.stop();
      });
      const ended = begun.then((started) => started.done);
      // Who starts the apps may look at it only later.
      ended.catch(() => {});
      done.push({ app: 'bots', done: ended });
      readiness.register('bots', () =>
        part === null
          ? { ok: kafka !== null, detail: kafka === null ? 'is starting' : 'another process runs them' }
          : botsReadiness(part.status()),
      );
      // Where another process runs them this one waits for its turn, and what else it is to run does not.
      if (kafka === null || !runs('ingest')) await up;
      else up.catch(() => {});
    }
    // Last to start, so that it stops first: the others then finish what it has published.
    if (runs('ingest')) {
      const lease = await appLease('ingest', bus, wall, log.child({ app: 'ingest' }), {
        shared: kafka !== null,
        signal: options.signal ?? new AbortController().signal,
      });
      shutdown.add('ingest lease', () => lease.release());
      const opened = await options.feedAccess!.open();
      shutdown.add('feed', () => opened.close());
      feedClock = opened.clock;
      const recording = await recordingOf(options, opened);
      if (recording !== null) shutdown.add('recording', () => recording.writer.close());
      const ingest = await opened.startIngest({
        bus,
        log: log.child({ app: 'ingest' }),
        recorder: recording?.recorder,
        followers: followers.filter(({ app }) => runs(app)),
      });
      shutdown.add('ingest', () => ingest.stop());
      recorded = recording?.writer ?? null;
      done.push({ app: 'ingest', done: ingest.done }, { app: 'ingest', done: lostLease(lease) });
      statuses.set('ingest', () => ingest.status());
      measured.registerSource('ingest', () => ingestSamples(ingest.status()));
      readiness.register('ingest', () => ingestReadiness(ingest.status(), isOpen(opened.clock.now())));
    }
    return {
      url,
      recorded,
      failed: Promise.race(done.map(({ app, done: ended }) => endedEarly(app, ended, () => shutdown.begun))),
      stop: () => shutdown.run(log),
    };
  } catch (error) {
    await shutdown.run(log);
    throw error;
  }
};

/** A replay at full speed must not outrun who reads it: retention would take what is not read yet. */
const followers = [
  { app: 'gex', group: gexGroup, topic: topic.market.name, recordsMax: 2_000 },
  { app: 'scanner', group: scannerGroup, topic: topic.market.name, recordsMax: 2_000 },
  { app: 'history', group: historyGroup, topic: topic.levels.name, recordsMax: 4_000 },
  { app: 'history', group: historyGroup, topic: topic.ticks.name, recordsMax: 4_000 },
  { app: 'history', group: historyGroup, topic: topic.profiles.name, recordsMax: 200 },
  { app: 'bots', group: alertsGroup, topic: topic.levels.name, recordsMax: 4_000 },
] as const;

const recordingOf = async ({ config, log }: StartAppsOptions, { clock, recordable }: OpenFeed): Promise<OpenRecorder | null> =>
  config.record === null || recordable === null ? null : openRecorder(config.record, recordable, config.carry, clock.now(), log);

const storeOf = ({ store }: Backbone): Store => {
  if (store === null) throw new Error('this app needs the history store, and the backbone was opened without one');
  return store;
};
