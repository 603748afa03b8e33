import { randomUUID } from 'node:crypto';
import { systemClock } from '@gexstream/actors';
import { lookOnce } from '@gexstream/api';
import { type Bus, demandRecord, demandWithdrawal } from '@gexstream/bus';
import { type ChainDemand, type EpochMs, type Feed, handScanDemand } from '@gexstream/domain';
import type { StartConfig } from '../config.ts';
import { keyHint } from '../operator/key-hint.ts';
import { UsageError } from '../usage-error.ts';
import { embeddedBackbone } from './embedded-backbone.ts';
import { openData } from './open-data.ts';
import type { OwnFeedOptions } from './open-present.ts';
import { startApps } from './start-apps.ts';

/** Where chains are asked for, and come. */
export interface OpenedMarket {
  readonly bus: Bus;
  readonly feed: Feed;
  /** Asks for a chain of each symbol, once; resolves to what was asked. */
  demand(symbols: readonly string[]): Promise<HandDemand>;
  /** Takes it back, so that the next start does not meet it. */
  withdraw(symbols: readonly string[]): Promise<void>;
  /** Rejects when what answers cannot go on. */
  readonly failed: Promise<never>;
  close(): Promise<void>;
}

export type HandDemand = Pick<ChainDemand, 'app' | 'fromDate' | 'toDate'>;

const never = new Promise<never>(() => {});
const answerMsMax = 10_000;
const firstWordMsMax = 60_000;
const lookEveryMs = 100;

/** Of a product that runs elsewhere: on Kafka its topics are written; a data folder has one writer, which is asked over HTTP. */
export const marketOfProduct = async (config: StartConfig): Promise<OpenedMarket> => {
  const { bus, feed, located, place, close } = await openData(config);
  try {
    if (feed.startsWith('replay-'))
      throw new UsageError(`${place} is a replay, which calls nobody; npx gex backtest scans what is past`);
    const asking = located === null ? askTopics(bus, feed) : askApi(urlOf(located.holder, place), config.apiKeys[0]?.text);
    return { bus, feed, ...asking, failed: never, close };
  } catch (error) {
    await close();
    throw error;
  }
};

const urlOf = (holder: { readonly pid: number; readonly command: string; readonly url: string | null } | null, place: string) => {
  if (holder === null) throw new UsageError(`nothing runs on ${place} any more; ask again`);
  if (holder.url === null)
    throw new UsageError(`process ${holder.pid} ("${holder.command}") holds ${place} and has no API to ask`);
  return holder.url;
};

/** Runs the feed and ingest on the data folder; null when stopped before ingest has said a word. */
export const marketOfOwnFeed = async (options: OwnFeedOptions): Promise<OpenedMarket | null> => {
  const { config, folder, access, command, log } = options;
  const { feed } = folder;
  const startedMs = systemClock().now();
  const backbone = await embeddedBackbone(folder, command, log);
  const running = await startApps({ apps: ['ingest'], config, feed, backbone, feedAccess: access, log });
  const { bus } = backbone;
  const { failed } = running;
  const opened = { bus, feed, ...askTopics(bus, feed), failed, close: () => running.stop() };
  try {
    if (await Promise.race([firstWord(bus, feed, startedMs), options.stopped.then(() => false), failed])) return opened;
  } catch (error) {
    await running.stop();
    throw error;
  }
  await running.stop();
  return null;
};

/** The feed's time is known once ingest has spoken: a simulated market's is not the wall's. */
const firstWord = async (bus: Bus, feed: Feed, startedMs: EpochMs): Promise<true> => {
  const clock = systemClock();
  while (clock.now() - startedMs < firstWordMsMax) {
    const { feedStatus } = await lookOnce(bus, feed, clock);
    if (feedStatus !== null && feedStatus.body.wallMs >= startedMs) return true;
    await new Promise<void>((resolve) => clock.after(lookEveryMs, resolve));
  }
  throw new Error(`ingest has said nothing within ${firstWordMsMax / 1_000} s`);
};

type Asking = Pick<OpenedMarket, 'demand' | 'withdraw'>;

const askTopics = (bus: Bus, feed: Feed): Asking => {
  const feedNow = async (): Promise<EpochMs> => (await lookOnce(bus, feed, systemClock())).feedNow;
  return {
    demand: async (symbols) => {
      const now = await feedNow();
      const demand = handScanDemand(now, symbols.length);
      const stamp = { feed, run: randomUUID(), now };
      await bus.publish(symbols.map((symbol) => demandRecord(symbol, demand, stamp)));
      return demand;
    },
    withdraw: async (symbols) => {
      const now = await feedNow();
      await bus.publish(symbols.map((symbol) => demandWithdrawal('api', symbol, 'chain', now)));
    },
  };
};

const askApi = (url: string, key: string | undefined): Asking => ({
  demand: async (symbols) => {
    const answer = await fetch(new URL('/api/v1/scans', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ symbols }),
      signal: AbortSignal.timeout(answerMsMax),
    });
    const body = (await answer.json()) as { readonly from_date: string; readonly to_date: string; readonly detail?: string };
    if (!answer.ok)
      throw new UsageError(`${url} answers ${answer.status}: ${body.detail ?? 'no reason given'}${keyHint(answer.status)}`);
    return { app: 'api', fromDate: body.from_date, toDate: body.to_date };
  },
  // Its ingest runs on and answers; what it has not answered ends by itself.
  withdraw: async () => {},
});
