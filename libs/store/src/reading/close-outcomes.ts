import { type EpochMs, epochMs, type Outcome, type ScoreBand, type SignalType } from '@gexstream/domain';
import type { Store } from '../store.ts';
import type { RowOf } from '../table.ts';
import { outcomes } from '../tables/index.ts';

type OutcomeRow = RowOf<typeof outcomes>;

/** The newest so many, that no reader makes a process hold a whole table. */
export const outcomeRowsMax = 50_000;
const daysRead = 365;
const dayMs = 86_400_000;

/** At the close, of a year; of all signals and bands where none is named. Rejects with a `StoreError`. */
export const closeOutcomes = (
  store: Store,
  now: EpochMs,
  where: { readonly signal_type?: SignalType; readonly band?: ScoreBand } = {},
): Promise<readonly OutcomeRow[]> =>
  store.range(outcomes, {
    where: { horizon: 'close', ...where },
    from: epochMs(now - daysRead * dayMs),
    to: epochMs(now + 1),
    limit: outcomeRowsMax,
  });

/** What statistics need of a kept outcome. */
export const outcomeOfRow = (
  row: Pick<OutcomeRow, 'side' | 'underlying_return' | 'contract_return'>,
): Pick<Outcome, 'side' | 'underlyingReturn' | 'contractReturn'> => ({
  side: row.side === 'PUT' ? 'put' : 'call',
  underlyingReturn: row.underlying_return,
  contractReturn: row.contract_return,
});
