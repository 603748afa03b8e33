import { type CommandLine, readCommandLine, usage } from './command-line.ts';
import { down } from './down.ts';
import { LauncherError } from './errors.ts';
import { logs } from './logs.ts';
import { reset } from './reset.ts';
import { status } from './status.ts';
import { up } from './up.ts';

// A reader that goes away (logs | head) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const help = async (): Promise<number> => {
  process.stdout.write(usage);
  return 0;
};

const commands: Readonly<Record<CommandLine['command'], (line: CommandLine) => Promise<number>>> = {
  up,
  status,
  logs,
  down,
  reset,
  help,
};

/** Exit status: 0 done, 1 failed, 2 a wrong command line. */
try {
  const line = readCommandLine(process.argv.slice(2));
  process.exitCode = await commands[line.command](line);
} catch (error) {
  process.stderr.write(`infra: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof LauncherError && error.code === 'LAUNCHER_USAGE' ? 2 : 1;
}
