import { availableParallelism, cpus, loadavg } from 'node:os';
import { aligned } from '../aligned.ts';
import type { LatencyResult, Quantiles } from './latency.ts';
import type { CatchUp, Throughput } from './throughput.ts';

type Row = readonly string[];

const thousands = (perSecond: number): string => `${Math.round(perSecond / 1000)} k/s`;
const ms = (value: number): string => `${value.toPrecision(3)} ms`;
const times = (ratio: number): string => `${ratio.toPrecision(2)}×`;

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : 0.5 * (sorted[middle - 1]! + sorted[middle]!);
};

/** Median, least and greatest of the rounds. */
const spread = (values: readonly number[], text: (value: number) => string): string =>
  values.length === 1 ? text(values[0]!) : `${text(median(values))} (${text(Math.min(...values))}–${text(Math.max(...values))})`;

export const throughputRow = (name: string, rounds: readonly Throughput[]): Row => [
  name,
  spread(
    rounds.map(({ stored }) => stored),
    thousands,
  ),
  ...computedCells(rounds),
];

export const catchUpRow = (name: string, rounds: readonly CatchUp[]): Row => [name, '–', ...computedCells(rounds)];

const computedCells = (rounds: readonly Pick<Throughput, 'computed' | 'bare'>[]): Row => [
  spread(
    rounds.map(({ computed }) => computed),
    thousands,
  ),
  spread(
    rounds.map(({ bare }) => bare),
    thousands,
  ),
  spread(
    rounds.map(({ computed, bare }) => computed / bare),
    times,
  ),
];

export const throughputTable = (rows: readonly Row[]): string =>
  aligned([['updates per second', 'until stored', 'until in the state', 'bare client', 'state / bare'], ...rows]);

/** Medians, in processes' own order, and all together; empty cells where the platform does not tell. */
export const cpuRow = (name: string, rounds: readonly Pick<Throughput, 'cpu'>[]): Row => {
  const of = (process: string): number => median(rounds.map(({ cpu }) => cpu[process] ?? Number.NaN));
  const cell = (seconds: number): string => (Number.isFinite(seconds) ? `${seconds.toFixed(2)} µs` : '–');
  return [name, ...processes.map((process) => cell(of(process))), cell(median(rounds.map(({ cpu }) => sum(Object.values(cpu)))))];
};

const processes = ['ingest', 'gex', 'history', 'Kafka', 'QuestDB'];
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const cpuTable = (rows: readonly Row[]): string => aligned([['CPU an update, medians', ...processes, 'in all'], ...rows]);

export const latencyRow = (name: string, { pipeline, bare, emission }: LatencyResult): Row => [
  name,
  pair(pipeline),
  pair(bare),
  times(pipeline.p99 / bare.p99),
  pair(emission),
  String(pipeline.samples),
];

const pair = ({ p50, p99 }: Quantiles): string => `${ms(p50)} / ${ms(p99)}`;

export const latencyTable = (rows: readonly Row[]): string =>
  aligned([
    ['5 000 updates/s, p50 / p99', 'frame received → state', 'bare client', 'p99 ratio', 'boundary → levels published', 'frames'],
    ...rows,
  ]);

/** What a figure means without nothing: machine, its load, Node. */
export const machineLine = (): string =>
  `${new Date().toISOString().slice(0, 16)}Z, ${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, load average ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}, Node ${process.version}`;
