import type { Observation, Sights, Source } from '@gexstream/alerts';
import {
  daysBetween,
  type Envelope,
  type ExposuresEvent,
  exposuresByStrike,
  type LevelsEvent,
  type OpportunitiesEvent,
  regimeCard,
  type SessionBaselineEvent,
  type SkewEvent,
  type TrackedLevel,
} from '@gexstream/domain';
import { contractText } from './contract-text.ts';

/** What one record of gex or the scanner says to the rules. Undefined for kinds that no rule looks at. Throws for a body that is not as its kind has it. */
export const observationOf = (event: Envelope<string, unknown>): Observation | undefined => {
  const from = <From extends Source>(source: From, seen: Sights[From]): Observation =>
    ({ source, underlying: event.underlying, atMs: event.eventMs, seen }) as Observation;
  switch (event.kind) {
    case 'levels':
      return from('levels', levelsSight((event as LevelsEvent).body));
    case 'session-baseline':
      return from('session', sessionSight((event as SessionBaselineEvent).body));
    case 'exposures':
      return from('exposures', exposuresSight((event as ExposuresEvent).body));
    case 'opportunities':
      return from('opportunities', opportunitiesSight((event as OpportunitiesEvent).body));
    case 'skew':
      return from('skew', skewSight(event as SkewEvent));
    default:
      return undefined;
  }
};

const levelsSight = ({ spot, zeroGamma, callWall, putWall, total }: LevelsEvent['body']): Sights['levels'] => ({
  spot,
  zeroGamma,
  callWall,
  putWall,
  netGex: total.net,
});

const sessionSight = ({ baseline, moves, volumes, surges }: SessionBaselineEvent['body']): Sights['session'] => {
  const now = (level: TrackedLevel): number | null => {
    const moved = moves.findLast((move) => move.level === level);
    return moved === undefined ? baseline[level] : moved.to;
  };
  return {
    levels: { king: now('king'), callWall: now('callWall'), putWall: now('putWall') },
    strikes: volumes.strikes,
    surges: surges && { asOf: surges.asOf, strikes: surges.strikes },
  };
};

/** By open interest, which is the first measure. */
const exposuresSight = ({ pictures, strikes }: ExposuresEvent['body']): Sights['exposures'] => {
  const picture = pictures[0]!;
  const { levels, horizons } = picture;
  const columns = strikes?.[0];
  const card =
    columns &&
    regimeCard({
      asOf: levels.asOf,
      spot: levels.spot,
      netGex: levels.total.net,
      strikes: exposuresByStrike(columns).map(({ strike, exposures }) => ({ strike, ...exposures.gex })),
      king: levels.maxGrossStrike,
      expiries: [],
    });
  return {
    zeroDteShare: horizons.find(({ name }) => name === '0dte')?.grossShare ?? null,
    regime: card === undefined || card.summary === 'none' ? null : card.profile,
  };
};

const opportunitiesSight = ({ rows, whole }: OpportunitiesEvent['body']): Sights['opportunities'] => {
  const top = rows.reduce<(typeof rows)[number] | null>(
    (best, row) => (best === null || row.classic.total > best.classic.total ? row : best),
    null,
  );
  if (top === null) return { whole, top: null };
  return { whole, top: { score: top.classic.total, side: top.side, contract: contractText(top) } };
};

/** In its last days the wings of an expiry are a few cents, and what they imply is noise. */
const skewDaysMin = 7;

const skewSight = ({ body, sessionDate }: SkewEvent): Sights['skew'] => {
  const first = body.expiries
    .filter(({ expiry, skew25d }) => skew25d !== null && daysBetween(sessionDate, expiry) >= skewDaysMin)
    .sort((a, b) => (a.expiry < b.expiry ? -1 : 1))[0];
  return first === undefined ? null : { skew25d: first.skew25d!, expiry: first.expiry };
};
