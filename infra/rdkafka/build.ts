import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { cacheFolder, keepInCache, restoreFromCache } from './cache.ts';
import { compile, missingTools } from './compile.ts';
import { loadProblem } from './load-check.ts';

// `npm run build:native`: makes node-rdkafka usable. From the cache in a second, else by compiling librdkafka (about 90 s on two cores).
// `--cached`: never compiles; fails when there is nothing to restore.
const root = resolve(import.meta.dirname, '../..');
const packageFolder = join(root, 'node_modules/node-rdkafka');
const started = performance.now();
const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const fail = (line: string): never => {
  process.stderr.write(`${line}\n`);
  process.exit(1);
};

if (!existsSync(join(packageFolder, 'package.json'))) {
  fail('node-rdkafka is not installed: it is an optional dependency. Run `npm ci` without `--omit=optional`, then this again.');
}
const described = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
const version = described.version.replace(/^v/, '');
const kept = cacheFolder(root, version);

const build = async (): Promise<void> => {
  const missing = missingTools();
  if (missing.length > 0) {
    fail(`Building node-rdkafka needs ${missing.join(', ')}. On Debian: apt-get install ${missing.join(' ')}`);
  }
  say(`Building node-rdkafka ${version} for Node ${process.version} (about 90 s, once; kept in ${kept})`);
  const nodeFolder = dirname(dirname(process.execPath));
  await compile({
    packageFolder,
    // Headers of the very Node that will load it, when they lie beside it; else node-gyp fetches them.
    nodeFolder: existsSync(join(nodeFolder, 'include/node/node.h')) ? nodeFolder : null,
    path: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
    progress: (compiled, file) => say(`  ${seconds()}: ${compiled} files compiled, now ${file}`),
  }).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
};

const restore = async (): Promise<boolean> =>
  (await restoreFromCache(kept, packageFolder)) && loadProblem(packageFolder) === null;

if (loadProblem(packageFolder) === null) {
  await keepInCache(packageFolder, kept);
  say(`node-rdkafka ${version} loads already (${seconds()})`);
} else if (await restore()) {
  say(`node-rdkafka ${version} restored from ${kept} in ${seconds()}`);
} else if (process.argv.includes('--cached')) {
  fail('node-rdkafka is not built, and no build is kept. Run `npm run build:native` (90 s, once)');
} else {
  await build();
  const problem = loadProblem(packageFolder);
  if (problem !== null) fail(`node-rdkafka was built and does not load: ${problem}`);
  // What lay there did not load.
  await rm(kept, { recursive: true, force: true });
  await keepInCache(packageFolder, kept);
  say(`node-rdkafka ${version} built in ${seconds()}`);
}
