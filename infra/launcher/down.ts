import type { CommandLine } from './command-line.ts';
import { knownServers } from './known-servers.ts';
import { runningProcess, stopProcess } from './server-process.ts';

/** Stops what runs: SIGTERM, which both servers take as a controlled stop; SIGKILL for one that stays longer than 20 s, and says so. */
export const down = async (line: CommandLine): Promise<number> => {
  const running = knownServers(line.dir, line.kinds).flatMap((server) => {
    const identity = runningProcess(server.pidFile);
    return identity === null ? [] : [{ name: server.name, identity }];
  });
  if (running.length === 0) process.stdout.write(`nothing runs in ${line.dir}\n`);
  await Promise.all(
    running.map(async ({ name, identity }) => {
      const how = await stopProcess(identity);
      process.stdout.write(
        `${name}: ${how === 'stopped' ? 'stopped' : 'did not stop within 20 s and was killed'} (pid ${identity.pid})\n`,
      );
    }),
  );
  return 0;
};
