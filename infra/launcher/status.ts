import type { CommandLine } from './command-line.ts';
import { type KnownServer, knownServers } from './known-servers.ts';
import { residentBytes } from './process-identity.ts';
import { runningProcess } from './server-process.ts';
import { bytesOnDisk, megabytes } from './sizes.ts';

const headings = ['server', 'state', 'pid', 'ports', 'memory', 'data'] as const;

/** Says what runs. Exit status 0 when everything that was ever started here answers, else 1. */
export const status = async (line: CommandLine): Promise<number> => {
  const servers = knownServers(line.dir, line.kinds);
  if (servers.length === 0) {
    process.stdout.write(`nothing was ever started in ${line.dir}; npm run infra -- up starts it\n`);
    return 1;
  }
  const rows = await Promise.all(servers.map(row));
  process.stdout.write(table([headings, ...rows.map(({ cells }) => cells)]));
  return rows.every(({ answers }) => answers) ? 0 : 1;
};

const row = async (server: KnownServer): Promise<{ readonly cells: readonly string[]; readonly answers: boolean }> => {
  const identity = runningProcess(server.pidFile);
  const answers = identity !== null && (await server.answers());
  const state = identity === null ? 'down' : answers ? 'answers' : 'runs, but does not answer';
  const resident = identity === null ? null : residentBytes(identity.pid);
  return {
    cells: [
      server.name,
      state,
      identity === null ? '-' : String(identity.pid),
      server.ports,
      resident === null ? '-' : megabytes(resident),
      megabytes(bytesOnDisk(server.dataDir)),
    ],
    answers,
  };
};

const table = (rows: readonly (readonly string[])[]): string => {
  const widths = headings.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows
    .map(
      (cells) =>
        `${cells
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
};
