import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { easternTime, epochMs, scannedSymbolsDefault } from '@gexstream/domain';
import { openRecording, recordedEvents } from '@gexstream/ingest';
import { type Backtest, backtest } from '../../../apps/cli/src/operator/backtest.ts';
import { recordStretch } from '../../support/recorded-day.ts';
import type { ReportBench } from '../report-bench.ts';

/** An outcome is first due after 15 minutes. */
const seconds = Number(process.env.BENCH_SECONDS ?? 960);
const sessionSeconds = 6.5 * 3_600;
const symbols = scannedSymbolsDefault;

/** A recorded stretch of a session through `gex backtest`, from the file to the statistics; what a day at its rate would take. */
export const backtestReport: ReportBench = {
  name: 'backtest',
  about: `${seconds} s of ${symbols.length} symbols from a recording; aim: a day of 2 000 updates a second within 60 s`,
  run: async (print) => {
    const folder = mkdtempSync(join(tmpdir(), 'gexstream-bench-backtest-'));
    try {
      const file = join(folder, 'stretch.rec');
      await recordStretch(file, { seed: 1, symbols, streamedContracts: 60, from: easternTime('2026-11-20', 10, 0), seconds });
      // The first one warms everybody's code up.
      const [first, again] = [await timed(file), await timed(file)];
      if (!isDeepStrictEqual(first.result, again.result) || again.result.opportunities === 0)
        throw new Error('the same recording gave other numbers, or nothing to measure: nothing was timed');
      const { updates } = again.result;
      const rate = updates / seconds;
      print(
        `  ${(updates / 1e3).toFixed(0)} k updates (${rate.toFixed(0)}/s), ${(statSync(file).size / 1e6).toFixed(1)} MB: ${again.ms.toFixed(0)} ms, ${(updates / again.ms).toFixed(0)} k updates/s; a day at this rate ${((again.ms / 1_000) * (sessionSeconds / seconds)).toFixed(0)} s`,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const timed = async (file: string): Promise<{ readonly result: Backtest; readonly ms: number }> => {
  const start = performance.now();
  const recording = await openRecording(file);
  const result = await backtest({
    events: recordedEvents([recording], 'replay-bench'),
    symbols,
    carry: { kind: 'zero' },
    follow: null,
    from: epochMs(0),
    to: epochMs(Number.MAX_SAFE_INTEGER),
    onProgress: () => {},
  });
  return { result, ms: performance.now() - start };
};
