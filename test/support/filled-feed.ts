import { setTimeout } from 'node:timers/promises';
import { systemClock } from '@gexstream/actors';
import { allTopics, type Bus, type BusRecord, encodeEvent, partitionOf, readDeadLetters, topic } from '@gexstream/bus';
import { epochMs, type FeedStatusEvent, sessionDate } from '@gexstream/domain';
import { startGex } from '@gexstream/gex';
import { historyGroup, startHistory } from '@gexstream/history';
import type { Store } from '@gexstream/store';
import { pino } from 'pino';
import { logStartMs, marketLog } from './market-log.ts';

const clock = systemClock();
const log = pino({ level: 'silent' });
const filledMsMax = 60_000;
/** No format that a reader knows. */
export const garbage = Uint8Array.of(9, 8, 7);

/** Three seconds of one underlying, and on `market` and `levels` a record each that nobody can read, through gex and history to the end. */
export const fillFeed = async (bus: Bus, store: Store): Promise<void> => {
  await bus.declareTopics(allTopics);
  const unreadable = { key: 'SPX', value: garbage, timestampMs: logStartMs };
  await bus.publish([...marketLog({ seed: 7, symbols: ['SPX'], seconds: 3 }), feedStatus()]);
  await bus.publish([topic.market, topic.levels].map(({ name }) => ({ topic: name, ...unreadable })));
  const gex = await startGex({ bus, clock, log, carry: { kind: 'zero' } });
  const history = await startHistory({ bus, store, clock, log, feed: 'sim' });
  try {
    const deadline = clock.now() + filledMsMax;
    while (!(await isFilled(bus))) {
      if (clock.now() > deadline) throw new Error(`gex and history did not get through within ${filledMsMax} ms`);
      await setTimeout(100);
    }
  } finally {
    await gex.stop();
    await history.stop();
  }
};

/** Every input is dealt with by gex, and every output of it by the history. */
const isFilled = async (bus: Bus): Promise<boolean> => {
  const letters = await readDeadLetters(bus);
  const behind = await Promise.all([isDone(bus, 'gex', topic.market.name), isDone(bus, historyGroup, topic.levels.name)]);
  return letters.length === 2 && behind.every((done) => done) && (await levelRecords(bus)) > 5;
};

const isDone = async (bus: Bus, group: string, name: string): Promise<boolean> => {
  const partition = partitionOf('SPX', topic.market.partitions);
  const end = (await bus.offsets(name)).find((at) => at.partition === partition)!.end;
  const committed = (await bus.committed(group)).find((at) => at.topic === name && at.partition === partition);
  return committed?.offset === end;
};

/** Kept on topic `levels`, the unreadable ones too. */
export const levelRecords = async (bus: Bus): Promise<number> =>
  (await bus.offsets(topic.levels.name)).reduce((sum, { start, end }) => sum + end - start, 0);

/** What ingest says once a second. */
export const feedStatus = (): BusRecord => {
  const now = clock.now();
  const event: FeedStatusEvent = {
    kind: 'feed-status',
    version: 1,
    feed: 'sim',
    run: 'r1',
    underlying: '*',
    seq: 0,
    eventMs: epochMs(logStartMs + 3_000),
    receiveMs: now,
    emitMs: now,
    sessionDate: sessionDate(logStartMs),
    body: {
      state: 'live',
      detail: 'connected',
      wallMs: now,
      speed: 1,
      symbols: [],
      lastGap: null,
      loginExpiresMs: null,
      restCircuit: 'closed',
    },
  };
  return { topic: topic.feedStatus.name, key: 'ingest', value: encodeEvent(event), timestampMs: event.eventMs };
};
