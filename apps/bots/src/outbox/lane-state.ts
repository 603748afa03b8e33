import type { ChatRef, Delivery, DeliveryReceipt } from '@gexstream/domain';
import type { ChatError } from '../platform/chat-platform.ts';
import type { CallTimes } from './call-times.ts';
import type { PlatformPace } from './platform-pace.ts';

/** What waits to be sent on one platform, and how it has fared: pure state of `outboxLane`. */
export interface Lane {
  readonly pace: PlatformPace;
  /** By delivery id, in the order they came; of each id the newest revision. */
  readonly waiting: ReadonlyMap<string, Job>;
  readonly inFlight: ReadonlyMap<string, Job>;
  /** Delivery id → message id of the last ones that were delivered: a wish for an edit may have set out before. */
  readonly shown: ReadonlyMap<string, string>;
  readonly calls: CallTimes;
  readonly chats: ReadonlyMap<string, ChatTraffic>;
  /** Nothing is sent before, to nobody. */
  readonly pausedUntilMs: number;
}

export interface Job {
  readonly delivery: Delivery;
  /** Stands in the chat already, so this is an edit. */
  readonly messageId: string | null;
  readonly attempts: number;
  /** Since when it waits. */
  readonly sinceMs: number;
  /** It may have arrived at an earlier attempt. */
  readonly unclear: boolean;
}

/** Kept while it says something: calls that still count, or a pause. */
export interface ChatTraffic {
  readonly calls: CallTimes;
  readonly pausedUntilMs: number;
  /** The platform said that the chat has moved there. */
  readonly movedTo: string | null;
}

/** A `ChatError` as a message between actors. */
export type Failure = Pick<ChatError, 'kind' | 'message' | 'retryAfterMs' | 'movedTo' | 'unclear'>;

export type LaneMessage =
  | { readonly type: 'wanted'; readonly delivery: Delivery; readonly messageId: string | null }
  | { readonly type: 'withdrawn'; readonly id: string }
  | { readonly type: 'delivered'; readonly id: string; readonly messageId: string }
  | { readonly type: 'failed'; readonly id: string; readonly failure: Failure }
  /** The moment that `look-again` named has come. */
  | { readonly type: 'look' };

export type LaneEffect =
  | { readonly type: 'send'; readonly chat: ChatRef; readonly delivery: Delivery }
  | { readonly type: 'edit'; readonly chat: ChatRef; readonly delivery: Delivery; readonly messageId: string }
  | { readonly type: 'receipt'; readonly receipt: DeliveryReceipt }
  | { readonly type: 'failure'; readonly failure: Failure }
  | { readonly type: 'unreachable'; readonly chat: ChatRef; readonly reason: string }
  | { readonly type: 'moved'; readonly chat: ChatRef; readonly to: string }
  /** Only one is asked for at a time: a later one takes its place. */
  | { readonly type: 'look-again'; readonly atMs: number }
  /** The token no longer works: nothing can go on. */
  | { readonly type: 'give-up'; readonly reason: string };

export const emptyLane = (pace: PlatformPace): Lane => ({
  pace,
  waiting: new Map(),
  inFlight: new Map(),
  shown: new Map(),
  calls: [],
  chats: new Map(),
  pausedUntilMs: Number.NEGATIVE_INFINITY,
});

export const noTraffic: ChatTraffic = { calls: [], pausedUntilMs: Number.NEGATIVE_INFINITY, movedTo: null };
