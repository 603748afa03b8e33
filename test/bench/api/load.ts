import { httpConnections } from './http-connections.ts';

export interface Load {
  readonly port: number;
  /** Head and all, as it goes over the wire. */
  readonly request: string;
  /** That each answer has; 200 unless told. */
  readonly status?: number;
}

const failing = () => {
  let why: string | null = null;
  return {
    fail: (reason: string): void => {
      why ??= reason;
    },
    check: (): void => {
      if (why !== null) throw new Error(`an answer was wrong, so nothing is printed: ${why}`);
    },
  };
};

/**
 * Requests at fixed moments, whether or not those before have been answered; ms from the moment a request was due to the last byte of its
 * answer, so that what waits counts.
 */
export const openLoop = async (
  { port, request, status }: Load,
  perSecond: number,
  seconds: number,
): Promise<readonly number[]> => {
  const { fail, check } = failing();
  const connections = await httpConnections(port, request, 128, fail, status);
  const total = perSecond * seconds;
  const times: number[] = [];
  const waiting: number[] = [];
  let [begun, head] = [0, 0];
  const start = performance.now() + 50;
  const serve = (due: number): boolean =>
    connections.send(() => {
      times.push(performance.now() - due);
      if (head < waiting.length && serve(waiting[head]!)) head++;
    });
  while (times.length < total) {
    const now = performance.now();
    for (; begun < total && start + (begun * 1_000) / perSecond <= now; begun++) {
      const due = start + (begun * 1_000) / perSecond;
      if (!serve(due)) waiting.push(due);
    }
    check();
    if (now - start > seconds * 4_000 + 10_000)
      throw new Error(`${times.length} of ${total} were answered in four times the time`);
    // Finer than a timer, and lets answers in.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  connections.close();
  check();
  return times;
};

/** So many at once, the next as soon as one is answered; ms each. */
export const closedLoop = async ({ port, request, status }: Load, atOnce: number, total: number): Promise<readonly number[]> => {
  const { fail, check } = failing();
  const connections = await httpConnections(port, request, atOnce, fail, status);
  const times: number[] = [];
  let begun = 0;
  await new Promise<void>((resolve) => {
    const next = (): void => {
      if (times.length === total) resolve();
      if (begun >= total) return;
      begun++;
      const start = performance.now();
      connections.send(() => {
        times.push(performance.now() - start);
        next();
      });
    };
    for (let i = 0; i < atOnce; i++) next();
  });
  connections.close();
  check();
  return times;
};
