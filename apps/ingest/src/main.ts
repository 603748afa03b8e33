import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { allTopics } from '@gexstream/bus';
import { acquireLease, openLmdbBus } from '@gexstream/bus/lmdb';
import { fileTokenStore } from '@gexstream/schwab';
import { pino } from 'pino';
import { readConfig } from './config.ts';
import { startIngest } from './ingest.ts';

/** Ingest as a process of its own: the live feed into the log of a data folder. */
const run = async (): Promise<void> => {
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel }, pino.destination(2));
  const clock = systemClock();
  const folder = join(config.dataFolder, 'live');
  const lease = await acquireLease(join(folder, 'lease'), { holder: { command: 'ingest', url: null }, clock });
  const bus = await openLmdbBus({ path: join(folder, 'log'), clock });
  try {
    await bus.declareTopics(allTopics);
    const ingest = await startIngest({
      bus,
      clock,
      log,
      config: {
        feed: 'live',
        baseUrl: config.baseUrl,
        appKey: config.appKey,
        appSecret: config.appSecret,
        tokenStore: fileTokenStore(config.tokenPath),
        symbols: config.symbols,
        streamedContractsMax: config.streamedContractsMax,
        restPerMinuteMax: config.restPerMinuteMax,
        chainEveryMs: config.chainEveryMs,
        ...(config.expiryDaysMax === undefined ? {} : { expiryDaysMax: config.expiryDaysMax }),
      },
    });
    const stop = (): void => void ingest.stop();
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    await ingest.done;
  } finally {
    await bus.close();
    await lease.release();
  }
};

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
