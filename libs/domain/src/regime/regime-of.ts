import type { Cells, Levels } from '../exposure/analysis.ts';
import { netByStrike } from '../exposure/net-by-strike.ts';
import { type RegimeCard, regimeCard } from './regime-card.ts';

/** The card of levels over the strikes of cells; without cells yet, over none. */
export const regimeOf = (levels: Levels, cells: Cells | null): RegimeCard =>
  regimeCard({
    asOf: levels.asOf,
    spot: levels.spot,
    netGex: levels.total.net,
    strikes: cells === null ? [] : netByStrike(cells),
    king: levels.maxGrossStrike,
    // Records from before the smile was computed have no volatility.
    expiries: levels.expiries.map(({ settlesMs, atmIv = null }) => ({ settlesMs, atmIv })),
  });
