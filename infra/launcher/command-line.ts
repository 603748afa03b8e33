import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LauncherError } from './errors.ts';
import { infraFolder } from './infra-folder.ts';
import type { ServerKind } from './jars.ts';

export type CommandName = 'up' | 'status' | 'logs' | 'down' | 'reset' | 'help';

export interface CommandLine {
  readonly command: CommandName;
  readonly dir: string;
  /** The servers that the command is about. */
  readonly kinds: readonly ServerKind[];
  /** Absent where the command line says nothing: then what the folder was last started with, else the default. */
  readonly brokers?: 1 | 3;
  readonly kafkaPort?: number;
  readonly questDbPort?: number;
  readonly questDbPgPort?: number;
  readonly follow: boolean;
  readonly yes: boolean;
}

export const usage = `npm run infra -- COMMAND [flags]: real Kafka and QuestDB on 127.0.0.1, without Docker

  up       downloads what is missing, starts them, waits until they answer
  status   what runs: pid, ports, memory, data, whether it answers
  logs     [kafka|questdb] [-f]: the end of the logs; -f goes on
  down     stops them; data stays
  reset    --yes: stops them and deletes their data; the downloaded jars stay

  --dir D              folder of everything (default: GEX_INFRA, else data/infra)
  --only kafka|questdb
  --brokers 1|3        default 1
  --kafka-port 9092    broker i takes this + 2(i - 1), its controller the next
  --questdb-port 9000  HTTP; health is this + 3
  --questdb-pg-port    default 8812 beside 9000, else the HTTP port + 2
  --port-base B        Kafka from B, QuestDB from B + 10

Ports and number of brokers are remembered by the folder.
`;

const commands: readonly CommandName[] = ['up', 'status', 'logs', 'down', 'reset', 'help'];
const kinds: readonly ServerKind[] = ['kafka', 'questdb'];
// The highest port of three brokers and QuestDB beside a base is the base + 13.
const portMax = 65_535 - 13;

/** Throws LAUNCHER_USAGE naming what is wrong and what it should be. */
export const readCommandLine = (argv: readonly string[]): CommandLine => {
  const { values, positionals } = parse(argv);
  const [command = 'help', ...rest] = positionals;
  if (!isOneOf(commands, command)) throw wrong(`there is no command "${command}"; there are ${commands.join(', ')}`);
  const only = values.only ?? (command === 'logs' ? rest.shift() : undefined);
  if (only !== undefined && !isOneOf(kinds, only)) throw wrong(`"${only}" is no server; there are kafka and questdb`);
  if (rest.length > 0) throw wrong(`${command} takes no "${rest[0]}"`);
  if (values.brokers !== undefined && values.brokers !== '1' && values.brokers !== '3')
    throw wrong(`--brokers is 1 or 3, not "${values.brokers}"`);
  const base = port('port-base', values['port-base']);
  const kafkaPort = port('kafka-port', values['kafka-port']) ?? base;
  const questDbPort = port('questdb-port', values['questdb-port']) ?? (base === undefined ? undefined : base + 10);
  const questDbPgPort = port('questdb-pg-port', values['questdb-pg-port']);
  return {
    command: values.help === true ? 'help' : command,
    dir: values.dir === undefined ? infraFolder() : resolve(values.dir),
    kinds: only === undefined ? kinds : [only],
    ...(values.brokers === undefined ? {} : { brokers: values.brokers === '3' ? 3 : 1 }),
    ...(kafkaPort === undefined ? {} : { kafkaPort }),
    ...(questDbPort === undefined ? {} : { questDbPort }),
    ...(questDbPgPort === undefined ? {} : { questDbPgPort }),
    follow: values.follow ?? false,
    yes: values.yes ?? false,
  };
};

const parse = (argv: readonly string[]) => {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        dir: text,
        only: text,
        brokers: text,
        'kafka-port': text,
        'questdb-port': text,
        'questdb-pg-port': text,
        'port-base': text,
        follow: { type: 'boolean', short: 'f' },
        yes: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
};

const port = (flag: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1024 || value > portMax)
    throw wrong(`--${flag} is a port from 1024 to ${portMax}, not "${text}"`);
  return value;
};

const isOneOf = <T extends string>(list: readonly T[], text: string): text is T => (list as readonly string[]).includes(text);

const wrong = (message: string): LauncherError =>
  new LauncherError('LAUNCHER_USAGE', `${message}; npm run infra -- help shows all`);
