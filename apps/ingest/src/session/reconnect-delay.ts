const delayMsMin = 500;
const delayMsMax = 60_000;

/** Doubles from half a second to a minute, each time between half and the whole of it: many clients must not come back at once. */
export const reconnectDelayMs = (attempt: number, random: number): number => {
  const full = Math.min(delayMsMax, delayMsMin * 2 ** Math.min(attempt, 16));
  return Math.round(full * (0.5 + 0.5 * random));
};
