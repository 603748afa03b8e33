import type { Command } from './command.ts';

interface CommandEntry {
  /** What it does, in one sentence. */
  readonly summary: string;
  /** Loaded when called for: `gex levels` must not wait for the servers' code. */
  readonly load: () => Promise<Command>;
}

export const commands: Readonly<Record<string, CommandEntry>> = {
  start: {
    summary: 'Runs everything in one process: feed, ingest, gex, history, API and page.',
    load: async () => (await import('./start.ts')).startCommand,
  },
  run: {
    summary: 'Runs one app as a process of its own, on Kafka and QuestDB.',
    load: async () => (await import('./run.ts')).runCommand,
  },
  levels: {
    summary: 'Exposures of a chain file, gamma to zomma: totals, zero gamma, walls, kings, per expiry, horizon and in all.',
    load: async () => (await import('./levels.ts')).levelsCommand,
  },
  greeks: {
    summary: 'Price, IV and every greek of contracts given as NDJSON, at full precision.',
    load: async () => (await import('./greeks.ts')).greeksCommand,
  },
  login: {
    summary: 'Logs in at Schwab, once a week, and keeps the token; or imports a token file.',
    load: async () => (await import('./login.ts')).loginCommand,
  },
  keys: {
    summary: 'Makes, lists and revokes keys of the API, which all ask for who are not on this machine.',
    load: async () => (await import('./keys.ts')).keysCommand,
  },
  status: {
    summary: 'What runs here, how fresh it is and how far behind.',
    load: async () => (await import('./status.ts')).statusCommand,
  },
  follow: {
    summary: 'Follows one more symbol for a while, beside the configured ones.',
    load: async () => (await import('./follow.ts')).followCommand,
  },
  backtest: {
    summary: 'Runs recorded days through the scanner again: what came of its scores, by band.',
    load: async () => (await import('./backtest.ts')).backtestCommand,
  },
  scan: {
    summary: 'Scans by hand: opportunities of all scanned symbols, ranked, beside a running product or without one.',
    load: async () => (await import('./scan.ts')).scanCommand,
  },
  chat: {
    summary: 'The bot in the terminal: the same commands as in Telegram, without a token.',
    load: async () => (await import('./chat.ts')).chatCommand,
  },
  tail: {
    summary: "Prints a topic's records as they come, one JSON object a line.",
    load: async () => (await import('./tail.ts')).tailCommand,
  },
  book: {
    summary: 'The contracts behind the published cells: open interest, IV and its source, time, exposure.',
    load: async () => (await import('./book.ts')).bookCommand,
  },
  topics: {
    summary: 'The topics: records, sizes, ages, lag of each group, differences from their declaration; and makes them so.',
    load: async () => (await import('./topics.ts')).topicsCommand,
  },
  doctor: {
    summary: 'Looks whether all is well, and says how to mend what is not.',
    load: async () => (await import('./doctor.ts')).doctorCommand,
  },
  'dead-letters': {
    summary: 'What could not be read or stored, and sends it again once its reader is mended.',
    load: async () => (await import('./dead-letters.ts')).deadLettersCommand,
  },
  export: {
    summary: 'Copies a table of the history into a Parquet or CSV file.',
    load: async () => (await import('./export.ts')).exportCommand,
  },
  record: {
    summary: 'Runs the feed and keeps what is received in a file, for npm start -- --replay FILE.',
    load: async () => (await import('./record.ts')).recordCommand,
  },
  snapshot: {
    summary: 'Writes the present as JSON, once or again and again, without a server.',
    load: async () => (await import('./snapshot.ts')).snapshotCommand,
  },
  sim: {
    summary: "The simulator of Schwab's servers alone, for any Schwab client to be tried against.",
    load: async () => (await import('./sim.ts')).simCommand,
  },
};

/** One command's page, or the list of all. */
export const helpText = async (name: string | undefined): Promise<string> => {
  const entry = name === undefined ? undefined : commands[name];
  if (entry !== undefined) {
    const { usage, options } = await entry.load();
    return `${entry.summary}\n\n${usage}\n\n${options}\n`;
  }
  const width = Math.max(...Object.keys(commands).map((each) => each.length));
  return [
    'gex: live dealer-gamma analytics',
    '',
    'Usage: npx gex COMMAND [OPTIONS]   (inside the project)',
    '',
    ...Object.entries(commands).map(([each, { summary }]) => `  ${each.padEnd(width)}  ${summary}`),
    `  ${'help'.padEnd(width)}  This list; npx gex help COMMAND tells more.`,
    '',
    'Educational purposes only; not a recommendation.',
    '',
  ].join('\n');
};
