/** Epoch milliseconds by the reader's machine. Only differences of it are used, so a wrong clock does no harm; it counts through sleep. */
// biome-ignore lint/plugin: this file is the page's adapter of the clock
export const nowMs = (): number => Date.now();

export const afterMs = (delayMs: number, callback: () => void): (() => void) => {
  // biome-ignore lint/plugin: this file is the page's adapter of the clock
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
};

export const everyMs = (periodMs: number, callback: () => void): (() => void) => {
  // biome-ignore lint/plugin: this file is the page's adapter of the clock
  const timer = setInterval(callback, periodMs);
  return () => clearInterval(timer);
};

/** Calls `callback` at most once for each frame, however often it is asked. */
export const oncePerFrame = (callback: () => void): (() => void) => {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      callback();
    });
  };
};
