import type { Bench } from './bench.ts';
import { recomputeBench } from './recompute.bench.ts';
import { updateBench } from './update.bench.ts';
import { zeroGammaBench } from './zero-gamma.bench.ts';

export const benches: readonly Bench[] = [recomputeBench, updateBench, zeroGammaBench];
