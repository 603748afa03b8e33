import { benches } from './all.ts';
import { runBench } from './bench.ts';
import { resultTable } from './table.ts';

// npm run bench [-- NAME …]: the benches whose name contains one of the words, or all.
const size = 10_000;
const rounds = 9;
const sampleMs = 40;

const words = process.argv.slice(2);
const chosen = benches.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
if (chosen.length === 0) {
  console.error(`no bench is named like ${words.join(' or ')}; there are: ${benches.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const results = [];
for (const bench of chosen) {
  console.log(`${bench.name}: ${bench.about}`);
  results.push(runBench(bench, size, rounds, sampleMs));
}
console.log(
  `\nMedians of ${rounds} rounds, ours and the direct formula in turn (least–greatest); answers checked first. Node ${process.version}.\n`,
);
console.log(resultTable(results));
