import type { Outcome } from '@gexstream/domain';
import type { outcomes, RowOf } from '@gexstream/store';

type Kept = Pick<RowOf<typeof outcomes>, 'side' | 'underlying_return' | 'contract_return'>;

/** What statistics need of a kept outcome. */
export const outcomeOfRow = (row: Kept): Pick<Outcome, 'side' | 'underlyingReturn' | 'contractReturn'> => ({
  side: row.side === 'PUT' ? 'put' : 'call',
  underlyingReturn: row.underlying_return,
  contractReturn: row.contract_return,
});
