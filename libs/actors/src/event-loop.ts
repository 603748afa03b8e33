// biome-ignore-all lint/plugin: an adapter of the platform; its time bounds a turn and reaches no result.
/** How the runtime shares the thread: the one place that touches the platform's event loop. */
export interface EventLoop {
  /** Calls back in this turn, after the code that runs now. */
  soon(callback: () => void): void;
  /** Calls back on a later turn, after timers and I/O had their chance. */
  laterTurn(callback: () => void): void;
  /** Ms since an arbitrary moment, never falling. Bounds a turn; no result depends on it. */
  elapsedMs(): number;
}

export const nodeEventLoop: EventLoop = {
  soon: queueMicrotask,
  laterTurn: (callback) => void setImmediate(callback),
  elapsedMs: () => performance.now(),
};
