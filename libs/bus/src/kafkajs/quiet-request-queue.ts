import { createRequire } from 'node:module';

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
}

const checkEveryMs = 10;
let done = false;

/**
 * kafkajs 2.2.4 plans its look after waiting requests with a delay below zero, also when nothing waits: Node then warns
 * (`TimeoutNegativeWarning`) and every connection runs a timer each millisecond for ever, 3 % of a core. Here it is planned only
 * while something waits, which is the only case in which the look does anything. Reported as tulios/kafkajs#1704 and #1751, and not
 * mended there. Whoever makes a kafkajs client of his own calls this first.
 */
export const quietRequestQueue = (): void => {
  if (done) return;
  done = true;
  const queue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as { prototype: object };
  Object.assign(queue.prototype, {
    scheduleCheckPendingRequests(this: RequestQueue): void {
      if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
      // biome-ignore lint/plugin: kafkajs holds its throttle against the machine's clock; this is its own timer, planned right.
      const left = this.throttledUntil - Date.now();
      // biome-ignore lint/plugin: see above.
      this.throttleCheckTimeoutId = setTimeout(
        () => {
          this.throttleCheckTimeoutId = null;
          this.checkPendingRequests();
        },
        left > 0 ? left : checkEveryMs,
      );
    },
  });
};
