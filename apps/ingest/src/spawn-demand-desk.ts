import type { ActorRef } from '@gexstream/actors';
import { type Bus, decodeEvent, retryPassing, type StoredRecord, type Subscription, topic } from '@gexstream/bus';
import { type DemandApp, type DemandEvent, demandReason, type Envelope } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { ChainPollerMessage } from './actors/chain-poller.actor.ts';
import {
  type DemandChange,
  type DemandDesk,
  type DemandDeskEffect,
  type DemandDeskMessage,
  demandDesk,
  initialDemandDesk,
  type WantedChain,
} from './actors/demand-desk.actor.ts';
import type { FollowedUnderlyings } from './follow-underlyings.ts';
import type { RestShare } from './rest-line.ts';
import { type ChainPollerParts, spawnChainPoller } from './spawn-chain-poller.ts';
import { tell } from './tell.ts';

export interface DemandDeskParts {
  readonly bus: Bus;
  readonly configured: readonly string[];
  readonly polling: ChainPollerParts;
  /** Makes sure that the numbers of these underlyings go on where the log has them. */
  readonly introduce: (underlyings: readonly string[]) => Promise<void>;
  readonly followed: Pick<FollowedUnderlyings, 'follow' | 'unfollow'>;
  readonly stopping: AbortSignal;
  /** The topic cannot be read any more. */
  readonly onFailed: (error: unknown) => void;
}

export interface SpawnedDemandDesk {
  /** No demand is heard any more, and nobody polls for one. */
  stop(): Promise<void>;
}

const tickMs = 1_000;

const shareOf: Readonly<Record<DemandApp, RestShare>> = { scanner: 'scanner', api: 'onDemand' };

/** Reads topic `demand` and sees to what stands on it. */
export const spawnDemandDesk = (parts: DemandDeskParts): SpawnedDemandDesk => {
  const { system, clock, log, board } = parts.polling;
  const pollers = new Map<string, ActorRef<ChainPollerMessage>>();
  const desk = system.spawn<DemandDesk, DemandDeskMessage, DemandDeskEffect>({
    name: 'demand-desk',
    initial: () => initialDemandDesk(parts.configured),
    behavior: demandDesk,
    perform: async (effect, self) => {
      switch (effect.type) {
        case 'follow':
          return parts.followed.follow(effect.underlyings);
        case 'unfollow':
          return parts.followed.unfollow(effect.underlyings);
        case 'stop-polling':
          for (const key of effect.keys) {
            await pollers.get(key)?.stop();
            pollers.delete(key);
          }
          return;
        case 'poll':
          await parts.introduce(effect.chains.map(({ underlying }) => underlying));
          if (parts.stopping.aborted) return;
          for (const chain of effect.chains) pollers.set(chain.key, pollFor(chain, self, parts));
          return;
        case 'refused':
          log.warn({ key: effect.key }, 'a demand found no room: too many stand already');
          return;
        case 'states':
          return board.demands(effect.states);
      }
    },
    mailbox: { whenFull: 'block', capacity: 256 },
    crash: { onCrash: 'escalate' },
  });
  clock.every(tickMs, () => void tell(desk, { type: 'tick' }));
  const reading = readDemands(desk, parts);
  return {
    stop: async () => {
      await (await reading)?.close();
      await desk.stop();
      await Promise.all([...pollers.values()].map((poller) => poller.stop()));
    },
  };
};

/** From its beginning, and on; null when ingest is stopped before the bus has answered. */
const readDemands = async (
  desk: ActorRef<DemandDeskMessage>,
  { bus, polling: { clock, log }, stopping, onFailed }: DemandDeskParts,
): Promise<Subscription | null> => {
  const subscribe = (): Promise<Subscription> =>
    bus.subscribe({
      topics: [topic.demand.name],
      start: 'earliest',
      onBatch: ({ records }) => tell(desk, { type: 'changes', changes: records.flatMap((record) => changeOf(record, log)) }),
    });
  try {
    const onFailure = (error: Error): void => log.warn({ err: error }, 'demands are not read yet; tried again');
    const subscription = await retryPassing(subscribe, { clock, stopping, onFailure });
    subscription.done.catch(onFailed);
    return subscription;
  } catch (error) {
    if (!stopping.aborted) onFailed(error);
    return null;
  }
};

const pollFor = (
  { key, underlying, demand, askedMs }: WantedChain,
  desk: ActorRef<DemandDeskMessage>,
  { polling }: DemandDeskParts,
): ActorRef<ChainPollerMessage> => {
  const { publisher, log } = polling;
  const { app, fromDate, toDate, everyMs } = demand;
  return spawnChainPoller(
    {
      name: `demand-poller-${app}-${underlying}`,
      underlying,
      plan: { everyMs, range: { fromDate, toDate } },
      payer: shareOf[app],
      onRound: async (round, receivedMs) => {
        const body = { app, fromDate, toDate, ...round };
        const draft = { underlying, sourceMs: receivedMs, kind: 'demand-round', body } as const;
        await tell(publisher, { type: 'publish', drafts: [draft], receivedMs });
        const missing = round.givenUp === 0 ? '' : `${round.givenUp} of ${round.windows} parts of the chain: ${round.reason}`;
        void tell(desk, { type: 'round', key, askedMs, atMs: receivedMs, missing });
      },
      onTrouble: (reason) => log.warn({ underlying, app, reason }, 'demanded chain not polled'),
    },
    polling,
  );
};

/** A record that is no demand wants nothing. */
const changeOf = ({ key, value }: StoredRecord, log: Logger): readonly DemandChange[] => {
  if (value === null) return [{ key, made: null }];
  try {
    const event = decodeEvent(value);
    const reason = event.kind === 'demand' ? demandReason(event.body) : `kind "${event.kind}" is none of topic demand`;
    if (reason === null) {
      const { underlying, eventMs, body } = event as Envelope<string, unknown> as DemandEvent;
      return [{ key, made: { underlying, demand: body, askedMs: eventMs } }];
    }
    log.warn({ key, reason }, 'a demand that cannot be met');
  } catch (error) {
    log.warn({ key, err: error }, 'a demand that cannot be read');
  }
  return [];
};
