import { type EpochMs, epochMs, parseOsi } from '@gexstream/domain';
import { volatilityOrNone } from '../iv-range.ts';
import type { ChainFile } from './chain-file.ts';
import { shown } from './chain-file-error.ts';
import { ContractCollector } from './collect-contracts.ts';
import { JsonReader } from './json-reader.ts';

/** Cboe's delayed-quotes JSON: `{ timestamp, data: { symbol, current_price, options: [{ option, bid, ask, iv, open_interest, … }] } }`. */
export const readCboeJson = (root: Readonly<Record<string, unknown>>, file: string): ChainFile => {
  const read = new JsonReader(file);
  const data = read.object(root.data, 'data');
  const asOf = utcTime(read.text(root.timestamp, 'timestamp'), read);
  const spot =
    read.positiveOrNone(data.current_price, 'data.current_price') ?? read.fail('data.current_price', 'states no price');
  const collector = new ContractCollector(file);
  for (const [index, entry] of read.array(data.options, 'data.options').entries()) {
    const path = `data.options[${index}]`;
    const stated = read.object(entry, path);
    const symbol = read.text(stated.option, `${path}.option`);
    const option = parseOsi(symbol) ?? read.fail(`${path}.option`, `${shown(symbol)} is not an option symbol`);
    const problem = collector.add(option, {
      bid: read.amountOrNone(stated.bid, `${path}.bid`),
      ask: read.positiveOrNone(stated.ask, `${path}.ask`),
      last: read.positiveOrNone(stated.last_trade_price, `${path}.last_trade_price`),
      volume: read.amountOrNone(stated.volume, `${path}.volume`) ?? 0,
      openInterest: read.amount(stated.open_interest, `${path}.open_interest`),
      iv: volatilityOrNone(read.positiveOrNone(stated.iv, `${path}.iv`)),
      quoteMs: null,
    });
    if (problem !== null) read.fail(`${path}.option`, problem);
  }
  const underlying = collector.underlying();
  return { underlying, spot, asOf, source: 'cboe-json', contracts: collector.contracts, skipped: collector.skipped };
};

/** `YYYY-MM-DD hh:mm:ss`, in UTC. */
const utcTime = (text: string, read: JsonReader): EpochMs => {
  const parts = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?$/.exec(text);
  const at = parts === null ? Number.NaN : Date.parse(`${parts[1]}T${parts[2]}Z`);
  if (Number.isNaN(at)) read.fail('timestamp', `${shown(text)} is not a time such as "2025-09-04 18:30:00"`);
  return epochMs(at);
};
