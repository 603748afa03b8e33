import { Refusal } from './refusal.ts';

/** What people did, until the bot has acknowledged it: one long poll at a time. */
export interface Updates {
  push(update: Readonly<Record<string, unknown>>): void;
  /** Resolves with what waits behind `offset`, or with nothing after the timeout. Another poll that waits is refused. */
  poll(parameters: Readonly<Record<string, unknown>>, closed: AbortSignal): Promise<readonly unknown[]>;
  /** As if another program polled with the same token. */
  stealPoll(): void;
  /** Another program polls all the time. */
  contended: boolean;
  readonly polling: boolean;
}

interface WaitingPoll {
  readonly give: (updates: readonly unknown[]) => void;
  readonly refuse: (refusal: Refusal) => void;
}

const conflict = (): Refusal =>
  new Refusal(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running');

export const updates = (): Updates => {
  let queue: { readonly update_id: number }[] = [];
  let waiting: WaitingPoll | null = null;
  let lastId = 1_000;

  const steal = (): void => {
    waiting?.refuse(conflict());
    waiting = null;
  };

  const heard: Updates = {
    contended: false,
    push: (update) => {
      lastId += 1;
      queue.push({ update_id: lastId, ...update });
      waiting?.give(queue.slice(0, 100));
      waiting = null;
    },
    poll: ({ offset = 0, limit = 100, timeout = 0 }, closed) => {
      queue = queue.filter(({ update_id }) => update_id >= Number(offset));
      steal();
      if (heard.contended) return Promise.reject(conflict());
      if (queue.length > 0 || timeout === 0) return Promise.resolve(queue.slice(0, Number(limit)));
      return new Promise((resolve, reject) => {
        const mine = { give: resolve, refuse: reject };
        waiting = mine;
        const end = setTimeout(() => {
          if (waiting === mine) waiting = null;
          resolve([]);
        }, Number(timeout) * 1_000);
        closed.addEventListener('abort', () => {
          clearTimeout(end);
          if (waiting === mine) waiting = null;
          resolve([]);
        });
      });
    },
    stealPoll: steal,
    get polling() {
      return waiting !== null;
    },
  };
  return heard;
};
