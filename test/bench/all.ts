import { backtestReport } from './backtest/backtest.report.ts';
import type { Bench } from './bench.ts';
import { coldRootsBench } from './exposure/cold-roots.bench.ts';
import { growthReport } from './exposure/growth.report.ts';
import { marketReport } from './exposure/market.report.ts';
import { numpyReport } from './exposure/numpy.report.ts';
import { profileUpdateBench } from './exposure/profile-update.bench.ts';
import { recomputeBench } from './exposure/recompute.bench.ts';
import { updateBench } from './exposure/update.bench.ts';
import { warmRootsBench } from './exposure/warm-roots.bench.ts';
import { imagesReport } from './images/images.report.ts';
import type { ReportBench } from './report-bench.ts';

export const benches: readonly Bench[] = [recomputeBench, updateBench, profileUpdateBench, coldRootsBench, warmRootsBench];

/** These need no server. */
export const reports: readonly ReportBench[] = [numpyReport, growthReport, marketReport, imagesReport, backtestReport];
