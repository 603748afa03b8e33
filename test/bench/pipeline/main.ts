import { missingRequirement } from '../../../infra/launcher/index.ts';
import { nativeMissing } from '../../servers/native-missing.ts';
import { type BenchBackbone, startBackbone } from './backbone.ts';
import { type LatencyResult, latency } from './latency.ts';
import { catchUpRow, cpuRow, cpuTable, latencyRow, latencyTable, machineLine, throughputRow, throughputTable } from './report.ts';
import { type CatchUp, catchUp, type Throughput, throughput, type Workload } from './throughput.ts';
import type { Client } from './worker.ts';

interface Sizes {
  readonly rounds: number;
  readonly updates: number;
  /** A record per update costs about ten times as much. */
  readonly singleUpdates: number;
  readonly latencyLegs: number;
}

const full: Sizes = { rounds: 3, updates: 5_000_000, singleUpdates: 100_000, latencyLegs: 10 };
const quick: Sizes = { rounds: 1, updates: 100_000, singleUpdates: 10_000, latencyLegs: 1 };
const rowsPerFrame = 50;

/** The pipeline on real Kafka and QuestDB, against the bare client libraries. Rows are checked against a run without a broker before any figure is printed. */
export const runPipelineBench = async (isQuick: boolean): Promise<void> => {
  const missing = missingRequirement();
  if (missing !== null) throw new Error(`The pipeline bench starts a real Kafka and QuestDB. ${missing}`);
  const noNative = nativeMissing();
  const clients: readonly Client[] = noNative === null ? ['rdkafka', 'kafkajs'] : ['kafkajs'];
  if (noNative !== null) console.log(`without node-rdkafka: ${noNative}`);
  const sizes = isQuick ? quick : full;
  console.log(`before: ${machineLine()}`);
  const backbone = await startBackbone();
  try {
    const tables = [await throughputs(backbone, clients, sizes), await latencies(backbone, clients, sizes)];
    console.log(`every stored row checked; medians of ${sizes.rounds}, least–greatest\n\n${tables.join('\n\n')}\n`);
    console.log(`after: ${machineLine()}`);
  } finally {
    await backbone.stop();
  }
};

/** In turns: what disturbs the machine for a while meets all of them. */
const throughputs = async (
  backbone: BenchBackbone,
  clients: readonly Client[],
  { rounds, updates, singleUpdates }: Sizes,
): Promise<string> => {
  const [first] = clients;
  const cases: readonly (readonly [string, Client, Workload])[] = [
    ...clients.map((client) => [`${client}, a record per frame`, client, { updates, rowsPerFrame }] as const),
    [`${first}, a record per update`, first!, { updates: singleUpdates, rowsPerFrame: 1 }],
  ];
  const through = new Map<string, Throughput[]>(cases.map(([name]) => [name, []]));
  const caughtUp = new Map<Client, CatchUp[]>(clients.map((client) => [client, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const [name, client, workload] of cases) {
      console.log(`round ${round} of ${rounds}: ${name}`);
      through.get(name)!.push(await throughput(backbone, client, workload));
    }
    for (const client of clients) {
      console.log(`round ${round} of ${rounds}: ${client}, catching up`);
      caughtUp.get(client)!.push(await catchUp(backbone, client, { updates, rowsPerFrame }));
    }
  }
  const catchingUp = [...caughtUp].map(([client, results]) => [`${client}, catching up`, results] as const);
  return [
    throughputTable([
      ...[...through].map(([name, results]) => throughputRow(name, results)),
      ...catchingUp.map(([name, results]) => catchUpRow(name, results)),
    ]),
    cpuTable([...through, ...catchingUp].map(([name, results]) => cpuRow(name, results))),
  ].join('\n\n');
};

const latencies = async (backbone: BenchBackbone, clients: readonly Client[], { latencyLegs }: Sizes): Promise<string> => {
  const results = new Map<Client, LatencyResult>();
  for (const client of clients) {
    console.log(`latency: ${client}`);
    results.set(client, await latency(backbone, client, latencyLegs));
  }
  return latencyTable([...results].map(([client, result]) => latencyRow(client, result)));
};
