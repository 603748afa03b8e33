import { table } from '../table.ts';
import { scanned } from './scanner-columns.ts';

/** One row per trade that a person has written down, standing at its entry; a trade that was erased leaves a row without content. */
export const tradeOutcomes = table({
  name: 'trade_outcomes',
  doc: 'What people themselves have bought and sold, as they told it, and what came of it.',
  timestamp: 'entry_ts',
  key: ['owner', 'trade_id'],
  retentionDays: 730,
  rowsPerDay: 1_000,
  personal: true,
  columns: {
    entry_ts: { type: 'timestamp', unit: 'epoch ms', doc: 'when it was entered, by the feed’s clock' },
    owner: { type: 'symbol', unit: 'user', capacity: 1024, doc: 'the API’s user, or platform/chat: whose it is alone' },
    trade_id: { type: 'text', unit: 'trade id', doc: 'of one owner each trade has its own' },
    state: scanned.name('state', 'open, win, loss (made nothing or less), or erased'),
    underlying: { type: 'symbol', unit: 'symbol', nullable: true, doc: 'underlying without prefix: `SPX`' },
    expiry: { type: 'symbol', unit: 'date', capacity: 1024, nullable: true, doc: 'expiry, YYYY-MM-DD' },
    strike: scanned.maybe('points', 'strike'),
    side: { type: 'symbol', unit: 'CALL|PUT', nullable: true, doc: 'side of the contract' },
    direction: { type: 'symbol', unit: 'long|short', nullable: true, doc: 'bought or sold to open' },
    quantity: scanned.maybe('contracts', 'how many'),
    signal_type: { type: 'symbol', unit: 'signal', nullable: true, doc: 'the scanner’s, at the entry' },
    composite_score: scanned.maybe('points of 100', 'the scanner’s, at the entry'),
    entry_price: scanned.maybe('points', 'a share'),
    entry_spot: scanned.maybe('points', 'of the underlying at the entry'),
    exit_ts: { type: 'timestamp', unit: 'epoch ms', nullable: true, doc: 'when it was closed' },
    exit_price: scanned.maybe('points', 'a share'),
    exit_spot: scanned.maybe('points', 'of the underlying at the exit'),
    profit_loss: scanned.maybe('USD per contract', 'before fees'),
    total_profit_loss: scanned.maybe('USD', 'of all its contracts, before fees'),
    contract_return: scanned.maybe('fraction', 'of the premium at the entry'),
    held_ms: scanned.maybe('ms', 'from entry to exit'),
    feed: { type: 'symbol', unit: 'feed', doc: 'live, sim… or replay-…: in which market it was' },
  },
});
