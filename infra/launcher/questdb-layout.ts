import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QuestDbPorts } from './questdb-environment.ts';

/** The files of one QuestDB below its folder. */
export const questDbFiles = (dir: string) => ({
  root: join(dir, 'root'),
  passwordFile: join(dir, 'password'),
  readonlyPasswordFile: join(dir, 'readonly-password'),
  temporaryDir: join(dir, 'tmp'),
  pidFile: join(dir, 'pid.json'),
  logFile: join(dir, 'server.log'),
  portsFile: join(dir, 'ports.json'),
});

/** The password in this file; made of 24 random bytes at the first call, readable by the owner only. */
export const passwordIn = (file: string): string => {
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
    chmodSync(file, 0o600);
  }
  return readFileSync(file, 'utf8').trim();
};

/** The ports of its last start; null when it was never started in this folder. */
export const readPorts = (dir: string): QuestDbPorts | null => {
  const { portsFile } = questDbFiles(dir);
  return existsSync(portsFile) ? (JSON.parse(readFileSync(portsFile, 'utf8')) as QuestDbPorts) : null;
};

export const writePorts = (dir: string, ports: QuestDbPorts): void =>
  writeFileSync(questDbFiles(dir).portsFile, `${JSON.stringify(ports)}\n`);

/** Makes the folders that QuestDB wants to find. */
export const makeRoot = (dir: string): void => {
  const { root } = questDbFiles(dir);
  for (const folder of ['conf', 'db']) mkdirSync(join(root, folder), { recursive: true });
};
