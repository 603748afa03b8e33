export { type ActorNumbers, actorSamples } from './actor-samples.ts';
export { type MetricDeclaration, type ObservedName, observed, type Sample, type SampledName, sampled } from './catalogue.ts';
export { type Metrics, type MetricsOptions, metrics, type Source } from './metrics.ts';
export {
  type Health,
  type MetricsServer,
  MetricsServerError,
  type MetricsServerOptions,
  startMetricsServer,
} from './metrics-server.ts';
export { sample, states } from './sample.ts';
export { stopwatch } from './stopwatch.ts';
