import { createHash } from 'node:crypto';
import type { ActorRef, ActorSystem } from '@gexstream/actors';
import type { BusRecord } from '@gexstream/bus';
import type { Cancel, ChatRef, Clock, DeliveryReceipt, Feed } from '@gexstream/domain';
import type { Logger } from 'pino';
import { ChatError, type ChatErrorKind, type ChatPlatform } from '../platform/chat-platform.ts';
import { receiptRecord } from './delivery-record.ts';
import { emptyLane, type Failure, type Lane, type LaneEffect, type LaneMessage } from './lane-state.ts';
import { outboxLane } from './outbox-lane.actor.ts';
import { platformPace } from './platform-pace.ts';

export interface LaneCounts {
  readonly waiting: number;
  /** How long the oldest of them has waited; 0 when none does. */
  readonly oldestMs: number;
  /** Since the start. */
  readonly outcomes: Readonly<Partial<Record<DeliveryReceipt['outcome'], number>>>;
  readonly failures: Readonly<Partial<Record<ChatErrorKind, number>>>;
  /** What the platform last asked to wait; 0 before it did. */
  readonly retryAfterMs: number;
}

export interface PlatformLaneOptions {
  readonly platform: ChatPlatform;
  readonly system: ActorSystem;
  readonly publish: (records: readonly BusRecord[]) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly feed: Feed;
  readonly run: string;
  /** Before the receipt is published. */
  readonly onReceipt: (receipt: DeliveryReceipt) => void;
  readonly onUnreachable: (chat: ChatRef, reason: string) => void;
  readonly onMoved: (chat: ChatRef, to: string) => void;
  readonly giveUp: (error: Error) => void;
}

export interface PlatformLane {
  readonly actor: ActorRef<LaneMessage>;
  counts(): LaneCounts;
  /** Starts nothing more; resolves when what is under way has its receipt, after 8 s at most. */
  finish(): Promise<void>;
}

const finishMsMax = 8_000;

/** Runs the behaviour of one platform's outbox: its sends, its receipts, its alarm. */
export const platformLane = (options: PlatformLaneOptions): PlatformLane => {
  const { platform, clock, log, feed, run } = options;
  let lane: Lane = emptyLane(platformPace[platform.name]);
  let finishing = false;
  let alarm: Cancel = () => {};
  let retryAfterMs = 0;
  const underWay = new Set<Promise<void>>();
  const outcomes: Partial<Record<DeliveryReceipt['outcome'], number>> = {};
  const failures: Partial<Record<ChatErrorKind, number>> = {};

  const start = (self: ActorRef<LaneMessage>, id: string, call: () => Promise<string>): void => {
    if (finishing) return;
    const work = call()
      .then<LaneMessage, LaneMessage>(
        (messageId) => ({ type: 'delivered', id, messageId }),
        (error: unknown) => ({ type: 'failed', id, failure: asFailure(error, log) }),
      )
      .then((message) => self.send(message))
      .then(() => self.idle());
    const over = work.catch(() => {}).finally(() => underWay.delete(over));
    underWay.add(over);
  };

  const perform = (effect: LaneEffect, self: ActorRef<LaneMessage>): void | Promise<void> => {
    switch (effect.type) {
      case 'send': {
        const { chat, delivery } = effect;
        return start(self, delivery.id, () =>
          platform.send(chat, delivery.message, { silent: delivery.silent, nonce: nonceOf(delivery.id) }),
        );
      }
      case 'edit': {
        const { chat, delivery, messageId } = effect;
        return start(self, delivery.id, () => platform.edit(chat, messageId, delivery.message).then(() => messageId));
      }
      case 'receipt': {
        const { receipt } = effect;
        outcomes[receipt.outcome] = (outcomes[receipt.outcome] ?? 0) + 1;
        if (receipt.outcome !== 'sent' && receipt.outcome !== 'edited')
          log.warn(
            { platform: platform.name, delivery: receipt.id, outcome: receipt.outcome, detail: receipt.detail },
            'a message was not told',
          );
        options.onReceipt(receipt);
        return options.publish([receiptRecord(receipt, { feed, run, now: clock.now() })]);
      }
      case 'failure':
        failures[effect.failure.kind] = (failures[effect.failure.kind] ?? 0) + 1;
        retryAfterMs = effect.failure.retryAfterMs ?? retryAfterMs;
        return;
      case 'unreachable':
        return options.onUnreachable(effect.chat, effect.reason);
      case 'moved':
        return options.onMoved(effect.chat, effect.to);
      case 'look-again': {
        alarm();
        alarm = clock.after(Math.max(0, effect.atMs - clock.now()), () => void self.send({ type: 'look' }).catch(() => {}));
        return;
      }
      case 'give-up':
        return options.giveUp(new ChatError('unauthorised', `${platform.name}: ${effect.reason}`));
    }
  };

  const actor = options.system.spawn<Lane, LaneMessage, LaneEffect>({
    name: platform.name,
    initial: () => lane,
    behavior: (state, message, now) => {
      const turn = outboxLane(state, message, now);
      lane = turn.state;
      return turn;
    },
    perform,
    mailbox: { whenFull: 'block', capacity: 64 },
    // A receipt that cannot be kept: the next start sends that one message again.
    crash: { onCrash: 'escalate' },
  });

  return {
    actor,
    counts: () => ({
      waiting: lane.waiting.size + lane.inFlight.size,
      oldestMs: Math.max(0, ...[...lane.waiting.values(), ...lane.inFlight.values()].map(({ sinceMs }) => clock.now() - sinceMs)),
      outcomes: { ...outcomes },
      failures: { ...failures },
      retryAfterMs,
    }),
    finish: async () => {
      finishing = true;
      alarm();
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const cancel = clock.after(finishMsMax, resolve);
      await Promise.race([Promise.all(underWay), late]);
      cancel();
      alarm();
    },
  };
};

/** The same for each attempt at one delivery, over restarts too. */
const nonceOf = (id: string): string => createHash('sha256').update(id).digest('base64url').slice(0, 22);

const asFailure = (error: unknown, log: Logger): Failure => {
  if (error instanceof ChatError) {
    const { kind, message, retryAfterMs, movedTo, unclear } = error;
    return { kind, message, retryAfterMs, movedTo, unclear };
  }
  log.error({ err: error }, 'a platform failed with what is no ChatError: a mistake in its adapter');
  return { kind: 'refused', message: 'the message could not be made', retryAfterMs: null, movedTo: null, unclear: false };
};
