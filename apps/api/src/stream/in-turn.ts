import type { Clock } from '@gexstream/domain/time';

/**
 * Calls each once in a period, evenly apart, the last at its end. By the clock and not by counting: on a process that is late a timer loses
 * calls, and each would be late by what all of them lost. What is overdue is called at once, each once at most. Returns what ends it.
 */
export const inTurn = (clock: Clock, periodMs: number, calls: readonly (() => void)[]): (() => void) => {
  const partMs = periodMs / calls.length;
  const startMs = clock.now();
  let done = 0;
  let cancel = (): void => {};
  const next = (): void => {
    cancel = clock.after(partMs - ((clock.now() - startMs) % partMs), turn);
  };
  const turn = (): void => {
    const parts = Math.floor((clock.now() - startMs) / partMs);
    next();
    const overdue = Math.min(calls.length, parts - done);
    done = parts;
    for (let part = parts - overdue; part < parts; part++) calls[part % calls.length]!();
  };
  next();
  return () => cancel();
};
