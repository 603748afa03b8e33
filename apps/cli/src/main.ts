import { commands, helpText } from './commands/index.ts';
import { UsageError } from './usage-error.ts';

/** Exit status: 0 done, 1 failed while running, 2 wrong input (a flag, a variable, a file). */
const run = async (argv: readonly string[]): Promise<number> => {
  const [name = 'help', ...rest] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(await helpText(rest[0]));
    return 0;
  }
  const command = commands[name];
  if (command === undefined) throw new UsageError(`there is no command "${name}"; npx gex help lists them`);
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(await helpText(name));
    return 0;
  }
  return (await command.load()).run(rest);
};

// A reader that goes away (gex tail | head) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const wrongInput = error instanceof UsageError;
  process.stderr.write(`gex: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = wrongInput ? 2 : 1;
}
