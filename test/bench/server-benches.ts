import { questDbWritesBench } from './questdb-writes.bench.ts';

/** A comparison that starts real servers and takes a minute or more: run only when its name is given. */
export interface ServerBench {
  readonly name: string;
  readonly about: string;
  /** Tells its figures line by line, none before the answers they rest on were checked. */
  run(say: (line: string) => void): Promise<void>;
}

export const serverBenches: readonly ServerBench[] = [questDbWritesBench];
