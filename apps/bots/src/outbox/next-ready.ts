import { chatKey } from '@gexstream/domain';
import { nextCallMs } from './call-times.ts';
import { type Job, type Lane, noTraffic } from './lane-state.ts';

export type NextReady =
  | { readonly type: 'now'; readonly job: Job }
  | { readonly type: 'later'; readonly atMs: number }
  /** Nothing waits, or what waits goes on when something under way has ended. */
  | { readonly type: 'none' };

/** The first that may be sent: critical ones before others, of a chat one after the other. What is too old is ready at once: it ends. */
export const nextReady = (lane: Lane, now: number): NextReady => {
  const { pace, inFlight, waiting } = lane;
  if (waiting.size === 0 || inFlight.size >= pace.inFlightMax) return { type: 'none' };
  const busy = new Set([...inFlight.values()].map(({ delivery }) => chatKey(delivery.chat)));
  const free = [...waiting.values()].filter(({ delivery }) => !busy.has(chatKey(delivery.chat)));
  if (free.length === 0) return { type: 'none' };
  const inOrder = [...free.filter(isCritical), ...free.filter((job) => !isCritical(job))];
  const all = Math.max(lane.pausedUntilMs, nextCallMs(lane.calls, pace.all));
  const times = inOrder.map((job) => {
    const { delivery, messageId } = job;
    if (messageId === null && now > delivery.notAfterMs) return { job, atMs: now };
    const { calls, pausedUntilMs } = lane.chats.get(chatKey(delivery.chat)) ?? noTraffic;
    return { job, atMs: Math.max(all, pausedUntilMs, nextCallMs(calls, pace.chat(delivery.chat))) };
  });
  const ready = times.find(({ atMs }) => atMs <= now);
  return ready === undefined
    ? { type: 'later', atMs: Math.min(...times.map(({ atMs }) => atMs)) }
    : { type: 'now', job: ready.job };
};

const isCritical = ({ delivery }: Job): boolean => delivery.critical;
