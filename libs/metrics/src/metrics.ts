import type { Clock } from '@gexstream/domain/time';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type ObservedName, observed, type Sample, type SampledName, sampled } from './catalogue.ts';

export interface MetricsOptions {
  /** The wall clock: bounds how long a source may take. */
  readonly clock: Clock;
  /** Of the product, for `gex_build_info`. */
  readonly version: string;
  /** How long a source may take to answer, ms. */
  readonly sourceTimeoutMs?: number;
}

/** Whatever can tell its numbers when asked. Fails or is late: it is left out, and counted. */
export type Source = () => readonly Sample[] | Promise<readonly Sample[]>;

export interface Metrics {
  /** From now on part of every answer. A second source of the same name throws a `TypeError`. Returns how to take it out again. */
  registerSource(name: string, source: Source): () => void;
  /** Counts one measured value into its histogram. Values that are not finite or below 0 are left out. */
  observe(metric: ObservedName, value: number): void;
  /** Everything, in Prometheus' text format 0.0.4. Never rejects. */
  text(): Promise<string>;
  readonly contentType: string;
}

const sourceTimeoutMsDefault = 2_000;

/** The numbers of one process. Of its own: two in one process do not meet. */
export const metrics = ({ clock, version, sourceTimeoutMs = sourceTimeoutMsDefault }: MetricsOptions): Metrics => {
  const lasting = new Registry();
  // Memory, CPU, file handles, garbage collection and the delay of the event loop.
  collectDefaultMetrics({ register: lasting, prefix: 'gex_' });
  const histograms = new Map(
    Object.entries(observed).map(([key, { name, help, buckets }]) => [
      key,
      new Histogram({ name, help, buckets: [...buckets], registers: [lasting] }),
    ]),
  );
  const sources = new Map<string, Source>();
  const failures = new Map<string, number>();

  const ask = async (name: string, source: Source): Promise<readonly Sample[]> => {
    try {
      return await within(clock, sourceTimeoutMs, async () => source());
    } catch {
      failures.set(name, (failures.get(name) ?? 0) + 1);
      return [];
    }
  };

  const own = (): readonly Sample[] => [
    { metric: 'buildInfo', value: 1, labels: { version, node: process.version } },
    ...[...failures].map(([source, value]) => ({ metric: 'scrapeFailures', value, labels: { source } }) as const),
  ];

  return {
    registerSource(name, source) {
      if (sources.has(name)) throw new TypeError(`metrics: there is a source "${name}" already`);
      sources.set(name, source);
      return () => void sources.delete(name);
    },
    observe(metric, value) {
      if (Number.isFinite(value) && value >= 0) histograms.get(metric)!.observe(value);
    },
    async text() {
      const answers = await Promise.all([...sources].map(([name, source]) => ask(name, source)));
      return (await lasting.metrics()) + (await registryOf([...answers.flat(), ...own()]).metrics());
    },
    contentType: lasting.contentType,
  };
};

/** Made anew for each answer: what a status no longer names is gone, and nothing grows. */
const registryOf = (samples: readonly Sample[]): Registry => {
  const registry = new Registry();
  const byName = Map.groupBy(
    samples.filter(({ value }) => Number.isFinite(value)),
    ({ metric }) => metric,
  );
  for (const [key, group] of byName) {
    const { name, help, type, labels } = sampled[key satisfies SampledName];
    const options = { name, help, labelNames: [...labels] as string[], registers: [registry] };
    if (type === 'gauge') {
      // Two parts of one process may tell the same thing: the later one stands.
      const gauge = new Gauge(options);
      for (const { labels: given, value } of group) gauge.set(given, value);
    } else {
      const counter = new Counter(options);
      for (const { labels: given, value } of group) counter.inc(given, value);
    }
  }
  return registry;
};

const within = <T>(clock: Clock, timeoutMs: number, work: () => Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const cancel = clock.after(timeoutMs, () => reject(new Error(`no answer within ${timeoutMs} ms`)));
    work().then(resolve, reject).finally(cancel);
  });
