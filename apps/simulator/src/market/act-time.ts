import { fnv1a } from './random.ts';

/** Each name acts at its own point within the second, so that a feed is spread over it. */
export const slotsPerSecond = 4;
export const slotMs = 1000 / slotsPerSecond;

/** The quarter of the second in which a name acts, 0 … 3. */
export const slotOf = (name: string): number => fnv1a(name) % slotsPerSecond;

/** The millisecond of the second at which a name acts: within its quarter, with room before the next one. */
export const actMsOf = (name: string): number => slotOf(name) * slotMs + (Math.floor(fnv1a(name) / slotsPerSecond) % 200);
