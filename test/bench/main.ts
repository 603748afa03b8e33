import { loadavg } from 'node:os';
import { benches, reports } from './all.ts';
import { runBench } from './bench.ts';
import { runPipelineBench } from './pipeline/main.ts';
import { serverBenches } from './server-benches.ts';
import { resultTable } from './table.ts';

// npm run bench [-- NAME …]: the benches whose name contains one of the words, or all that need no server.
// npm run bench -- pipeline [--quick]: the apps on a real Kafka and QuestDB, which it starts.
const size = 10_000;
const rounds = 9;
const sampleMs = 40;

const words = process.argv.slice(2);
if (words[0] === 'pipeline') {
  await runPipelineBench(words.includes('--quick'));
  process.exit();
}
const named = ({ name }: { readonly name: string }): boolean => words.some((word) => name.includes(word));
const chosen = benches.filter((bench) => words.length === 0 || named(bench));
const chosenReports = [...reports.filter((report) => words.length === 0 || named(report)), ...serverBenches.filter(named)];
if (chosen.length + chosenReports.length === 0) {
  const names = [...benches, ...reports, ...serverBenches].map(({ name }) => name).join(', ');
  console.error(`no bench is named like ${words.join(' or ')}; there are: ${names}`);
  process.exit(2);
}
if (chosen.length > 0) {
  const results = [];
  for (const bench of chosen) {
    console.log(`${bench.name}: ${bench.about}`);
    results.push(runBench(bench, size, rounds, sampleMs));
  }
  console.log(
    `\nMedians of ${rounds} rounds, ours and the direct formula in turn (least–greatest); answers checked first. Node ${process.version}.\n`,
  );
  console.log(`${resultTable(results)}\n`);
}
for (const report of chosenReports) {
  console.log(`${report.name}: ${report.about}. Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}`);
  await report.run((line) => console.log(line));
}
