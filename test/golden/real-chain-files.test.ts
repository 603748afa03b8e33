import { readFileSync } from 'node:fs';
import { isoTime } from '@gexstream/domain';
import { readChainFile } from '@gexstream/schwab';
import { describe, expect, test } from 'vitest';
import { realData, realDataMissing } from '../support/real-data.ts';

const reason = realDataMissing();
const suite = reason === null ? 'files of real chains' : `files of real chains (skipped: ${reason})`;
const read = (name: string) => readChainFile(readFileSync(realData(name)), name);

describe.skipIf(reason !== null)(suite, () => {
  test('SPX of January 2024: 10 519 strikes, 55 expiries, both roots', () => {
    const chain = read('spx-cboe-2024-01-07.csv');
    expect([chain.underlying, chain.spot, isoTime(chain.asOf)]).toEqual(['SPX', 4697.2402, '2024-01-07T15:52:00.000Z']);
    expect(chain.contracts).toHaveLength(2 * 10_519);
    expect(new Set(chain.contracts.map(({ expiry }) => expiry)).size).toBe(55);
    expect(new Set(chain.contracts.map(({ root }) => root))).toEqual(new Set(['SPX', 'SPXW']));
    expect(chain.skipped).toEqual({});
  });

  test('SPX of September 2025, its header in Portuguese: 12 020 strikes, 54 expiries, 591 calls and 29 puts with interest and no IV', () => {
    const chain = read('spx-cboe-2025-09-04-1430et.csv');
    expect([chain.underlying, chain.spot, isoTime(chain.asOf)]).toEqual(['SPX', 6485.6401, '2025-09-04T18:30:00.000Z']);
    expect(chain.contracts).toHaveLength(2 * 12_020);
    expect(new Set(chain.contracts.map(({ expiry }) => expiry)).size).toBe(54);
    const bare = chain.contracts.filter(({ openInterest, iv }) => openInterest > 0 && iv === null);
    expect(['call', 'put'].map((side) => bare.filter((contract) => contract.side === side).length)).toEqual([591, 29]);
  });

  test('SPXW of May 2025 as Schwab answered: 43 calls, 119 puts, no open interest, quoted until 17:00 in New York', () => {
    const chain = read('spx-schwab-chain-2025-05-09.json');
    expect([chain.underlying, chain.spot, isoTime(chain.asOf)]).toEqual(['SPX', 5659.91, '2025-05-09T21:00:00.000Z']);
    expect(['call', 'put'].map((side) => chain.contracts.filter((contract) => contract.side === side).length)).toEqual([43, 119]);
    expect(chain.contracts.every(({ openInterest, iv }) => openInterest === 0 && iv !== null && iv > 0.1 && iv < 2)).toBe(true);
  });
});
