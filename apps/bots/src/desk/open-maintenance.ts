import { type Bus, decodeEvent, readTopic, topic } from '@gexstream/bus';
import type { Clock, EpochMs, Feed, MaintenanceEvent } from '@gexstream/domain';
import type { Logger } from 'pino';
import { stampedRecord } from '../stamped-record.ts';

export interface MaintenanceState {
  readonly on: boolean;
  /** `telegram:42`; null where nobody has ever said anything. */
  readonly by: string | null;
  readonly sinceMs: EpochMs | null;
}

/** Whether admins alone are answered: from topic `bots-mode`, so that a restart, or the next holder of the lease, does not forget it. */
export interface MaintenanceMode {
  now(): MaintenanceState;
  /** Resolves once it is kept on the topic. */
  set(on: boolean, by: string): Promise<MaintenanceState>;
}

export interface OpenMaintenanceOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly feed: Feed;
  /** Of this process. */
  readonly run: string;
}

const never: MaintenanceState = { on: false, by: null, sinceMs: null };

export const openMaintenance = async ({ bus, clock, log, feed, run }: OpenMaintenanceOptions): Promise<MaintenanceMode> => {
  let state = never;
  await readTopic(bus, topic.botsMode.name, ({ value, offset }) => {
    if (value === null) return;
    try {
      const { body, eventMs } = decodeEvent(value) as MaintenanceEvent;
      state = { on: body.on, by: body.by, sinceMs: eventMs };
    } catch (err) {
      log.warn({ offset, err }, 'whether maintenance is on cannot be read; everybody is answered');
    }
  });
  if (state.on) log.warn({ by: state.by }, 'maintenance is on: only admins are answered, until one says `maintenance off`');
  return {
    now: () => state,
    set: async (on, by) => {
      const now = clock.now();
      const event = { kind: 'maintenance', body: { on, by } } as const;
      await bus.publish([stampedRecord(topic.botsMode.name, 'maintenance', event, { feed, run, now })]);
      state = { on, by, sinceMs: now };
      return state;
    },
  };
};
