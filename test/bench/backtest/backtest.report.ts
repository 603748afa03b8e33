import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { easternTime, epochMs, scannedSymbolsDefault } from '@gexstream/domain';
import { readSettings } from '../../../apps/cli/src/config.ts';
import { backtest } from '../../../apps/cli/src/operator/backtest.ts';
import type { Backtest } from '../../../apps/cli/src/operator/backtest-result.ts';
import type { PastPlace } from '../../../apps/cli/src/operator/find-past.ts';
import { logRecordings } from '../../support/logged-market.ts';
import { recordStretch } from '../../support/recorded-day.ts';
import type { ReportBench } from '../report-bench.ts';

/** An outcome is first due after 15 minutes; a thread's own start, some seconds of work, should not show in what a day is said to take. */
const seconds = Number(process.env.BENCH_SECONDS ?? 2_400);
const sessionSeconds = 6.5 * 3_600;
const symbols = scannedSymbolsDefault;
/** Of each symbol: about the aim's updates a second together; what it is in the end is told. */
const streamedContracts = 120;
const aimPerSecond = 2_000;
const threadCounts = [...new Set([1, availableParallelism()])];

/** A stretch of a session through `gex backtest`, from the file or the log to the statistics; what a day of the aim's density would take. */
export const backtestReport: ReportBench = {
  name: 'backtest',
  about: `${seconds} s of ${symbols.length} symbols from a recording and from the log; aim: a day of ${aimPerSecond} updates a second within 60 s`,
  run: async (print) => {
    const folder = mkdtempSync(join(tmpdir(), 'gexstream-bench-backtest-'));
    try {
      const file = join(folder, 'stretch.rec');
      await recordStretch(file, { seed: 1, symbols, streamedContracts, from: easternTime('2026-11-20', 10, 0), seconds });
      const data = join(folder, 'data');
      const log = join(data, 'sim', 'log');
      await logRecordings([file], log);
      const recording = { files: [file], settings: readSettings({}, {}) };
      const logged = { files: [], settings: readSettings({ data }, {}) };
      print(
        `  recording ${megabytes(file)} MB, log ${readdirSync(log).reduce((sum, name) => sum + megabytes(join(log, name)), 0)} MB`,
      );
      let first: Backtest | null = null;
      for (const [name, place] of [['recording', recording] as const, ['log', logged] as const])
        for (const threads of threadCounts) {
          const { result, ms, cpuMs } = await timed(place, threads);
          first ??= result;
          if (!isDeepStrictEqual(result, first) || result.opportunities === 0)
            throw new Error(`${name}, ${threads} threads: the same market gave other numbers, or nothing to measure`);
          const { updates } = result;
          print(
            `  ${name}, ${threads} thread${threads === 1 ? '' : 's'}: ${(updates / 1e3).toFixed(0)} k updates (${(updates / seconds).toFixed(0)}/s) in ${ms.toFixed(0)} ms, ${(updates / ms).toFixed(0)} k updates/s, ${((1_000 * cpuMs) / updates).toFixed(2)} µs CPU an update; a day of ${aimPerSecond}/s ${((ms / updates) * aimPerSecond * (sessionSeconds / 1_000)).toFixed(0)} s`,
          );
        }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const megabytes = (file: string): number => Math.round(statSync(file).size / 1e6);

const timed = async (place: PastPlace, threads: number) => {
  const start = performance.now();
  const startCpu = process.cpuUsage();
  const { source: _source, ...result } = await backtest({
    place,
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
