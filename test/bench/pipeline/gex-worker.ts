import { systemClock } from '@gexstream/actors';
import { allTopics, type Bus, type BusRecord, topic } from '@gexstream/bus';
import { openKafkaBus } from '@gexstream/bus/kafka';
import { levelsEveryMs, phaseMsOf, startGex } from '@gexstream/gex';
import { pino } from 'pino';
import { answer, recordMeter } from './record-meter.ts';
import type { WorkerOptions } from './worker.ts';

// The processor as `gex run gex` starts it, in a process of its own, with its records counted and timed.
const { client, brokers, feed } = JSON.parse(process.argv[2]!) as WorkerOptions;
const clock = systemClock();
const log = pino({ level: 'warn' }, pino.destination(2));
const meter = recordMeter();
const bus = await openKafkaBus({ client, brokers, clientId: 'bench-gex', feed, clock, log });
await bus.declareTopics(allTopics);

const isDueLevels = ({ topic: name, key, timestampMs }: BusRecord): boolean =>
  name === topic.levels.name && (timestampMs - phaseMsOf(key)) % levelsEveryMs === 0;
const metered: Bus = {
  ...bus,
  async publish(records) {
    await bus.publish(records);
    for (const record of records) if (isDueLevels(record)) meter.published(record.timestampMs);
  },
  subscribe: (options) =>
    bus.subscribe({
      ...options,
      async onBatch(batch, commit) {
        meter.begin();
        await options.onBatch(batch, commit);
        meter.done(batch.records.map(({ value }) => value));
      },
    }),
};
const gex = await startGex({ bus: metered, clock, log, carry: { kind: 'zero' } });
answer({ answer: 'ready' });
await gex.done;
