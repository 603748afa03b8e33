import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../support/project-root.ts';
import { realData, realDataMissing } from '../support/real-data.ts';

const reason = realDataMissing();
const suite = reason === null ? 'gex levels' : `gex levels (skipped: ${reason})`;
const september = 'spx-cboe-2025-09-04-1430et.csv';

interface Printed {
  readonly carry: string;
  readonly total: { readonly net_gex: number; readonly call_gex: number; readonly put_gex: number };
  readonly zero_gamma: number;
  readonly call_wall: number;
  readonly put_wall: number;
  readonly contracts: { readonly used: number };
  readonly expiries: readonly { readonly forward: { readonly source: string } }[];
}

const levels = async (...args: readonly string[]): Promise<Printed> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(projectRoot, 'apps/cli/src/main.ts'), 'levels', '--json', ...args],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  return JSON.parse(stdout) as Printed;
};

describe.skipIf(reason !== null)(suite, () => {
  test('with --carry zero it gives the figures published for rule R0, digit by digit', async () => {
    const { total, carry, contracts, ...marks } = await levels(realData(september), '--carry', 'zero');
    const billions = [total.net_gex, total.call_gex, total.put_gex].map((usd) => (usd / 1e9).toFixed(4));
    expect([carry, contracts.used]).toEqual(['zero', 18_283]);
    expect(billions).toEqual(['91.9209', '257.8957', '-165.9748']);
    expect([marks.zero_gamma.toFixed(2), marks.call_wall, marks.put_wall]).toEqual(['6442.76', 6500, 6000]);
  });

  test('unless told otherwise forwards come from quotes by parity; a gzipped file is read as it is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gex-levels-'));
    try {
      const packed = join(folder, `${september}.gz`);
      await writeFile(packed, gzipSync(await readFile(realData(september))));
      const { carry, expiries, total } = await levels(packed);
      expect(carry).toBe('parity:0.043,0.0125');
      expect(expiries.filter(({ forward }) => forward.source === 'parity')).toHaveLength(58);
      expect((total.net_gex / 1e9).toFixed(2)).toBe('100.58');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
