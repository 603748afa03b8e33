import type { Clock } from '@gexstream/domain/time';
import type { TopicPartition } from '../bus.ts';
import { BusError } from '../errors.ts';
import { busError } from '../kafka/errors.ts';
import { partitionKey } from '../kafka/names.ts';
import type { KafkaLog } from '../kafka/options.ts';
import type { Sink } from '../kafka/subscription.ts';
import type { Fetcher } from './fetcher.ts';
import type { GroupSession } from './group-session.ts';

const heartbeatEveryMs = 500;
const retryMs = 200;
const commitTimeoutMs = 30_000;
const leaveAfterMs = 3_000;

export interface GroupMember {
  /** Resolves when the first partitions, if there are any for it, have their offsets. */
  readonly started: Promise<void>;
  commit(partition: TopicPartition, next: number): Promise<void>;
  stop(): Promise<void>;
}

export interface GroupMemberParts {
  readonly group: string;
  readonly session: GroupSession;
  readonly fetcher: Fetcher;
  readonly sink: Sink;
  readonly clock: Clock;
  readonly log: KafkaLog;
}

/**
 * Keeps a membership alive: joins, beats beside whatever a handler does, and on a change of the group lets the running batch finish
 * before it joins again. Partitions that stay go on where they were.
 */
export const groupMember = ({ group, session, fetcher, sink, clock, log }: GroupMemberParts): GroupMember => {
  let held: readonly TopicPartition[] = [];
  let stopping = false;
  let wake = (): void => {};

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });

  const takeOver = async (assigned: readonly TopicPartition[], mayKeep: boolean): Promise<void> => {
    const before = new Set(held.map(partitionKey));
    const now = new Set(assigned.map(partitionKey));
    const leaving = held.filter((partition) => !now.has(partitionKey(partition)));
    const staying = mayKeep ? assigned.filter((partition) => before.has(partitionKey(partition))) : [];
    const coming = mayKeep ? assigned.filter((partition) => !before.has(partitionKey(partition))) : assigned;
    held = assigned;
    await sink.revoked(leaving, 'given up');
    fetcher.set(staying.map(({ topic, partition }) => ({ topic, partition, next: sink.next({ topic, partition }) ?? 0 })));
    if (coming.length > 0) fetcher.set(await beatingBeside(sink.assigned(coming)));
    log.info({ group, partitions: assigned.length, new: coming.length }, 'member of the group');
  };

  /** Waits for something of the app's and stays alive meanwhile; what the broker says is dealt with afterwards. */
  const beatingBeside = async <T>(work: Promise<T>): Promise<T> => {
    const stop = clock.every(heartbeatEveryMs, () => void session.heartbeat().catch(() => {}));
    try {
      return await work;
    } finally {
      stop();
    }
  };

  const beatUntilChange = async (): Promise<void> => {
    while (!stopping) {
      await pause(heartbeatEveryMs);
      if (stopping) return;
      try {
        await session.heartbeat();
      } catch (error) {
        const verdict = session.judge(error);
        log.debug({ group, verdict, error: (error as Error).message }, 'heartbeat answered with an error');
        if (verdict === 'passing') continue;
        if (verdict === 'refused') throw busError(error, `Being a member of ${group}`);
        return;
      }
    }
  };

  /** Gives up reading until the next join. True when what is held may be kept. */
  const drain = async (): Promise<boolean> => {
    fetcher.clear();
    if (!session.isMember()) {
      const gone = held;
      held = [];
      log.warn({ group, partitions: gone.length }, 'the broker took this member out of the group; its partitions are lost');
      await sink.revoked(gone, 'lost');
      return false;
    }
    await beatingBeside(sink.settle());
    return true;
  };

  const joined = async (): Promise<readonly TopicPartition[] | null> => {
    while (!stopping) {
      try {
        return await session.join();
      } catch (error) {
        const verdict = session.judge(error);
        if (verdict === 'refused') throw busError(error, `Joining group ${group}`);
        if (verdict === 'lost' && held.length > 0) await drain();
        log.debug({ group, verdict, error: (error as Error).message }, 'joining again');
        if (verdict === 'passing') await pause(retryMs);
      }
    }
    return null;
  };

  let resolveStarted = (): void => {};
  let rejectStarted = (_error: unknown): void => {};
  const started = new Promise<void>((resolve, reject) => {
    resolveStarted = resolve;
    rejectStarted = reject;
  });

  let began = false;
  const run = async (): Promise<void> => {
    try {
      let mayKeep = false;
      while (!stopping) {
        const assigned = await joined();
        if (assigned === null || stopping) break;
        await takeOver(assigned, mayKeep && session.isMember());
        began = true;
        resolveStarted();
        await beatUntilChange();
        if (!stopping) mayKeep = await drain();
      }
    } catch (error) {
      rejectStarted(error);
      if (began && !stopping) sink.failed(error);
    }
    resolveStarted();
  };
  const running = run();

  return {
    started,
    async commit(partition, next) {
      const deadline = clock.now() + commitTimeoutMs;
      for (;;) {
        try {
          return await session.commit(partition, next);
        } catch (error) {
          const verdict = session.judge(error);
          if (verdict === 'lost') {
            // The new holder begins at the last commit: nothing to undo, and nothing that this member may still say.
            log.warn({ group, ...partition, next }, 'not committed: the partition was lost meanwhile');
            return;
          }
          if (verdict === 'refused') throw busError(error, `Committing for ${group}`);
          if (clock.now() > deadline)
            throw new BusError('BUS_TIMEOUT', `Group ${group} could not commit within ${commitTimeoutMs} ms`, error);
          await new Promise<void>((resolve) => clock.after(retryMs, resolve));
        }
      }
    },
    async stop() {
      stopping = true;
      wake();
      // A join that others keep waiting is left behind after a while; the session then ends by itself.
      await Promise.race([running, new Promise<void>((resolve) => clock.after(leaveAfterMs, resolve))]);
      await session.leave().catch((error: unknown) => {
        log.debug({ group, error: String(error) }, 'leaving the group was not answered; the session ends by itself');
      });
    },
  };
};
