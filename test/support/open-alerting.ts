import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SimulatedClock, simulatedClock, systemClock } from '@gexstream/actors';
import { type Alerting, alertsGroup, startAlerting } from '@gexstream/bots';
import { allTopics, type Bus, decodeEvent, readTopic, topic } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import {
  type Alert,
  type AlertEvent,
  chatKey,
  type Delivery,
  type DeliveryEvent,
  type Envelope,
  type Feed,
} from '@gexstream/domain';
import { pino } from 'pino';
import { settingsOf } from '../../libs/alerts/src/engine/alerts.fixture.ts';
import { eleven } from './alert-inputs.ts';
import { chatsInMemory } from './chats-in-memory.ts';
import { until } from './until.ts';

/** One chat, `telegram/7`, that wants to hear of every crossing of the flip. */
export const crossingChats = () => chatsInMemory(settingsOf(['SPX spot crosses flip for 0s']));

export interface StartOptions {
  readonly on?: Bus;
  readonly feed?: Feed;
  readonly sendReplayed?: boolean;
  readonly clock?: SimulatedClock;
  readonly chats?: ReturnType<typeof crossingChats>;
}

/** Alerting on a log of its own, at eleven o'clock of a clock that stands. */
export const openAlerting = async () => {
  const path = await mkdtemp(join(tmpdir(), 'alerting-'));
  const bus: Bus = await openLmdbBus({ path, clock: systemClock() });
  await bus.declareTopics(allTopics);
  const log = pino({ level: 'silent' });
  const running: Alerting[] = [];

  const start = async (options: StartOptions = {}): Promise<Alerting> => {
    const { on = bus, feed = 'sim', chats = crossingChats(), clock = simulatedClock(eleven), ...rest } = options;
    const alerting = await startAlerting({ bus: on, clock, log, directory: chats, welcomes: () => true, feed, ...rest });
    running.push(alerting);
    return alerting;
  };
  const bodies = async <Body>(name: string): Promise<readonly Body[]> => {
    const found: Body[] = [];
    await readTopic(bus, name, ({ value }) => {
      if (value !== null) found.push((decodeEvent(value) as Envelope<string, Body>).body);
    });
    return found;
  };
  const alerts = async (): Promise<readonly Alert[]> => bodies<AlertEvent['body']>(topic.alerts.name);
  return {
    ...{ bus, start, bodies },
    ofChat: async (key: string) => (await alerts()).filter(({ chat }) => chatKey(chat) === key),
    deliveries: (): Promise<readonly Delivery[]> => bodies<DeliveryEvent['body']>(topic.outbox.name),
    /** All that was published is dealt with. */
    caughtUp: (): Promise<void> =>
      until('the alerts have caught up', async () => {
        const committed = new Map((await bus.committed(alertsGroup)).map((at) => [`${at.topic}/${at.partition}`, at.offset]));
        const ends = (await Promise.all([topic.levels.name, topic.feedStatus.name].map((name) => bus.offsets(name)))).flat();
        return ends.every(({ topic: name, partition, end }) => end === 0 || committed.get(`${name}/${partition}`) === end);
      }),
    close: async (): Promise<void> => {
      await Promise.all(running.splice(0).map((alerting) => alerting.stop()));
      await bus.close();
      await rm(path, { recursive: true });
    },
  };
};
