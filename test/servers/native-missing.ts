import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

let known: string | null | undefined;

/**
 * Why node-rdkafka cannot be used, or null. A kept build is put back; where GEX_REQUIRE_ALL is set it is compiled, and a failure is thrown.
 */
export const nativeMissing = (): string | null => {
  if (known !== undefined) return known;
  const required = Boolean(process.env.GEX_REQUIRE_ALL);
  const script = resolve(import.meta.dirname, '../../infra/rdkafka/build.ts');
  const { status, stderr } = spawnSync(process.execPath, [script, ...(required ? [] : ['--cached'])], { encoding: 'utf8' });
  known = status === 0 ? null : stderr.trim();
  if (known !== null && required) throw new Error(known);
  if (known !== null) process.stderr.write(`skipped: ${known}\n`);
  return known;
};
