import { fork } from 'node:child_process';
import { join } from 'node:path';

/** A server in a process of its own, as the load generator sees it. */
export interface Served {
  readonly port: number;
  /** The wall clock's ms when its feed's clock was at 0. */
  readonly feedOffsetMs: number;
  /** Levels of its symbols begin to change, ten times a second. */
  change(): void;
  /** Seconds of CPU since its start, and bytes of memory now. */
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

export interface Usage {
  readonly cpuSeconds: number;
  readonly rssBytes: number;
}

const startMsMax = 120_000;

/** `api`: the product's API, with keys. `bare`: Fastify alone, giving these bytes. `bare-stream`: sockets alone, giving so many to all. */
export const startServed = async (kind: 'api' | 'bare' | 'bare-stream', options: object): Promise<Served> => {
  const child = fork(join(import.meta.dirname, `${kind}-server.ts`));
  // Not as an argument: an answer's bytes may be longer than one can be.
  child.send({ options });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said = <T>(name: string): Promise<T> =>
    new Promise((resolve, reject) => {
      const tooLate = setTimeout(() => reject(new Error(`the ${kind} server did not say "${name}" in time`)), startMsMax);
      const listen = (message: Readonly<Record<string, unknown>>): void => {
        if (!(name in message)) return;
        clearTimeout(tooLate);
        child.off('message', listen);
        resolve(message[name] as T);
      };
      child.on('message', listen);
      void ended.then(() => reject(new Error(`the ${kind} server ended with status ${child.exitCode}`)));
    });
  const started = await said<Pick<Served, 'port' | 'feedOffsetMs'>>('started');
  return {
    ...started,
    change: () => void child.send('change'),
    usage: () => {
      const usage = said<Usage>('usage');
      child.send('usage');
      return usage;
    },
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};

/** For a server: what it was started with. */
export const givenOptions = <Options>(): Promise<Options> =>
  new Promise((resolve) => process.once('message', (message) => resolve((message as { readonly options: Options }).options)));

/** For a server: says where it is, and answers what the generator asks. */
export const answerGenerator = (started: Pick<Served, 'port' | 'feedOffsetMs'>, change: () => void): void => {
  process.on('message', (asked) => {
    if (asked === 'change') change();
    const { user, system } = process.cpuUsage();
    if (asked === 'usage')
      process.send!({ usage: { cpuSeconds: (user + system) / 1e6, rssBytes: process.memoryUsage.rss() } satisfies Usage });
  });
  process.send!({ started });
};
