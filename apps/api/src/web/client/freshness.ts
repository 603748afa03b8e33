export type Freshness = 'live' | 'delayed' | 'stale' | 'closed';

/** What the server last said about a symbol's age, and when that reached the page. */
export interface AgeReport {
  readonly ageMs: number;
  readonly closed: boolean;
  /** The server called it delayed: young as it may be, it does not come by the stream. */
  readonly delayed: boolean;
  /** Feed milliseconds per millisecond of the reader's: 1 but for replays. */
  readonly speed: number;
  readonly receivedMs: number;
}

/** A heard age keeps growing on the page's own clock, so a feed or a connection that stops turns stale without anyone saying so. */
export const ageAt = (report: AgeReport, nowMs: number): number =>
  Math.max(0, report.ageMs + Math.max(0, nowMs - report.receivedMs) * report.speed);

const liveMsMax = 5_000;
const delayedMsMax = 60_000;

export const freshnessOf = (ageMs: number, { closed, delayed }: Pick<AgeReport, 'closed' | 'delayed'>): Freshness => {
  if (closed) return 'closed';
  return ageMs <= liveMsMax && !delayed ? 'live' : ageMs <= delayedMsMax ? 'delayed' : 'stale';
};

/** What the chip says: `live 0.8 s`, `delayed 12 s`, `STALE 2 m`, `market closed (last 16:00 ET)`. */
export const freshnessText = (freshness: Freshness, ageMs: number, lastNewYorkTime: string): string => {
  switch (freshness) {
    case 'closed':
      return `market closed (last ${lastNewYorkTime} ET)`;
    case 'stale':
      return `STALE ${ageText(ageMs)}`;
    default:
      return `${freshness} ${ageText(ageMs)}`;
  }
};

/** `0.8 s`, `12 s`, `2 m`, `3 h`, `4 d`: rounded down, an age is never made to look greater than it is. */
export const ageText = (ageMs: number): string => {
  const seconds = ageMs / 1_000;
  if (seconds < 10) return `${(Math.floor(seconds * 10) / 10).toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
};
