import type { EpochMs } from '@gexstream/domain';

/** Net GEX at the first look of each minute of one session, oldest first; USD per 1 % move. */
export interface NetSamples {
  /** `YYYY-MM-DD`. */
  readonly sessionDate: string;
  /** Minutes since 1970, ascending; where nothing was seen there is none. */
  readonly minutes: readonly number[];
  readonly net: readonly number[];
}

export interface NetChange {
  /** USD per 1 % move, over the window. */
  readonly change: number;
  /** In standard deviations of the session's changes over such windows before this one. */
  readonly sigma: number;
}

const minuteMs = 60_000;
/** A session and what surrounds it. */
const samplesMax = 1_440;
/** Fewer say nothing of what is usual. */
const changesMin = 30;

/** The same object while the minute is the same. */
export const sampleNet = (samples: NetSamples | null, net: number, at: EpochMs, sessionDate: string): NetSamples => {
  const minute = Math.floor(at / minuteMs);
  if (samples?.sessionDate !== sessionDate) return { sessionDate, minutes: [minute], net: [net] };
  if (minute <= samples.minutes.at(-1)!) return samples;
  return {
    sessionDate,
    minutes: [...samples.minutes, minute].slice(-samplesMax),
    net: [...samples.net, net].slice(-samplesMax),
  };
};

/** The newest sample's change over the window; null while the session has seen too few such changes to say what is usual. */
export const netChange = ({ minutes, net }: NetSamples, windowMs: number): NetChange | null => {
  const window = windowMs / minuteMs;
  const changes: number[] = [];
  let newest: number | null = null;
  for (let end = 0, start = 0; end < minutes.length; end++) {
    while (minutes[start]! < minutes[end]! - window) start++;
    const change = minutes[start] === minutes[end]! - window ? net[end]! - net[start]! : null;
    if (end === minutes.length - 1) newest = change;
    else if (change !== null) changes.push(change);
  }
  if (newest === null || changes.length < changesMin) return null;
  const mean = changes.reduce((sum, each) => sum + each, 0) / changes.length;
  const deviation = Math.sqrt(changes.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (changes.length - 1));
  return deviation === 0 ? null : { change: newest, sigma: newest / deviation };
};
