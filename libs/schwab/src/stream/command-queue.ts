import type { WireResponse } from '../wire/index.ts';
import type { StreamCommand } from './requests.ts';

/**
 * Commands to the streamer, one in flight per service: parallel ones on a service can fail. A value; the functions below return the
 * next one. Bounded by what is subscribed: a new subscription replaces the waiting commands of its service.
 */
export interface CommandQueue {
  readonly waiting: readonly StreamCommand[];
  readonly inFlight: readonly SentCommand[];
  readonly nextId: number;
}

export interface SentCommand {
  readonly requestId: string;
  readonly command: StreamCommand;
  /** By the caller's clock, of whatever kind. */
  readonly sentMs: number;
}

/** Id 0 is the login's. */
export const emptyQueue: CommandQueue = { waiting: [], inFlight: [], nextId: 1 };

export const enqueue = (queue: CommandQueue, commands: readonly StreamCommand[]): CommandQueue => ({
  ...queue,
  waiting: [...queue.waiting, ...commands],
});

/** Forgets what waits for a service; what is in flight stays. */
export const withoutWaiting = (queue: CommandQueue, service: string): CommandQueue => ({
  ...queue,
  waiting: queue.waiting.filter((command) => command.service !== service),
});

/** Takes out what may be sent now: the first waiting command of each service that has none in flight. */
export const takeSendable = (
  queue: CommandQueue,
  nowMs: number,
): { readonly queue: CommandQueue; readonly sent: readonly SentCommand[] } => {
  const busy = new Set<string>(queue.inFlight.map(({ command }) => command.service));
  const waiting: StreamCommand[] = [];
  const sent: SentCommand[] = [];
  for (const command of queue.waiting) {
    if (busy.has(command.service)) {
      waiting.push(command);
      continue;
    }
    busy.add(command.service);
    sent.push({ requestId: String(queue.nextId + sent.length), command, sentMs: nowMs });
  }
  return { queue: { waiting, inFlight: [...queue.inFlight, ...sent], nextId: queue.nextId + sent.length }, sent };
};

/** The command a reply belongs to; null for a second reply to the same request, or one nobody sent. */
export const settle = (
  queue: CommandQueue,
  response: WireResponse,
): { readonly queue: CommandQueue; readonly settled: SentCommand | null } => {
  const settled = queue.inFlight.find(({ requestId }) => requestId === response.requestid) ?? null;
  if (settled === null) return { queue, settled };
  return { queue: { ...queue, inFlight: queue.inFlight.filter((sent) => sent !== settled) }, settled };
};

/** Whether a reply is overdue. */
export const isOverdue = (queue: CommandQueue, nowMs: number, withinMs: number): boolean =>
  queue.inFlight.some(({ sentMs }) => nowMs - sentMs > withinMs);
