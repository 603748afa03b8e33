import { apiBench } from './api/api.bench.ts';
import { questDbWritesBench } from './questdb-writes.bench.ts';
import type { ReportBench } from './report-bench.ts';

/** These start real servers and take a minute or more: run only when their name is given. */
export const serverBenches: readonly ReportBench[] = [questDbWritesBench, apiBench];
