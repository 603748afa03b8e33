// biome-ignore-all lint/plugin: an adapter of the platform; what it measures is shown to operators and reaches no result.

/** Starts now; each call tells the seconds since then, finer than a clock's milliseconds. */
export const stopwatch = (): (() => number) => {
  const startedMs = performance.now();
  return () => (performance.now() - startedMs) / 1_000;
};
