import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { easternTime, epochMs, scannedSymbolsDefault } from '@gexstream/domain';
import { readSettings } from '../../../apps/cli/src/config.ts';
import { backtest } from '../../../apps/cli/src/operator/backtest.ts';
import type { Backtest } from '../../../apps/cli/src/operator/backtest-result.ts';
import { recordStretch } from '../../support/recorded-day.ts';
import type { ReportBench } from '../report-bench.ts';

/** An outcome is first due after 15 minutes; a thread's own start, some seconds of work, should not show in what a day is said to take. */
const seconds = Number(process.env.BENCH_SECONDS ?? 2_400);
const sessionSeconds = 6.5 * 3_600;
const symbols = scannedSymbolsDefault;
/** Of each symbol: together 2 000 updates a second. */
const streamedContracts = 90;
const threads = availableParallelism();

/** A recorded stretch of a session through `gex backtest`, from the file to the statistics; what a day at its rate would take. */
export const backtestReport: ReportBench = {
  name: 'backtest',
  about: `${seconds} s of ${symbols.length} symbols from a recording; aim: a day of 2 000 updates a second within 60 s`,
  run: async (print) => {
    const folder = mkdtempSync(join(tmpdir(), 'gexstream-bench-backtest-'));
    try {
      const file = join(folder, 'stretch.rec');
      await recordStretch(file, { seed: 1, symbols, streamedContracts, from: easternTime('2026-11-20', 10, 0), seconds });
      const [alone, shared] = [await timed(file, 1), await timed(file, threads)];
      if (!isDeepStrictEqual(alone.result, shared.result) || alone.result.opportunities === 0)
        throw new Error('the same recording gave other numbers, or nothing to measure: nothing was timed');
      const { updates } = alone.result;
      print(
        `  ${(updates / 1e3).toFixed(0)} k updates (${(updates / seconds).toFixed(0)}/s), ${(statSync(file).size / 1e6).toFixed(1)} MB`,
      );
      for (const [count, { ms, cpuMs }] of [[1, alone] as const, [threads, shared] as const])
        print(
          `  ${count} thread${count === 1 ? '' : 's'}: ${ms.toFixed(0)} ms, ${(updates / ms).toFixed(0)} k updates/s, ${((1_000 * cpuMs) / updates).toFixed(2)} µs CPU an update; a day at this rate ${((ms / 1_000) * (sessionSeconds / seconds)).toFixed(0)} s`,
        );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const timed = async (file: string, threads: number) => {
  const start = performance.now();
  const startCpu = process.cpuUsage();
  const result: Backtest = await backtest({
    place: { files: [file], settings: readSettings({}, {}) },
    symbols,
    carry: { kind: 'zero' },
    rule: null,
    from: epochMs(0),
    to: epochMs(Number.MAX_SAFE_INTEGER),
    threads,
    onProgress: () => {},
  });
  const { user, system } = process.cpuUsage(startCpu);
  return { result, ms: performance.now() - start, cpuMs: (user + system) / 1_000 };
};
