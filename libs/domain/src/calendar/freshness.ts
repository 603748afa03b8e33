/**
 * `live` ≤ 5 s, `delayed` ≤ 60 s, `stale` above; without the stream, by REST alone, `delayed` at best. Outside regular hours the market is
 * `closed` and its last numbers stand.
 */
export type Freshness = 'live' | 'delayed' | 'stale' | 'closed';

export const liveAgeMsMax = 5_000;
export const delayedAgeMsMax = 60_000;

export const freshnessOf = (ageMs: number, inRegularHours: boolean, stream: 'up' | 'down' = 'up'): Freshness => {
  if (!inRegularHours) return 'closed';
  if (ageMs <= liveAgeMsMax && stream === 'up') return 'live';
  return ageMs <= delayedAgeMsMax ? 'delayed' : 'stale';
};
