import { systemClock } from '@gexstream/actors';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import { epochMs } from '@gexstream/domain/time';
import { keptTopic } from './bus-records.ts';

// Publishes 0, 1, 2, … to topic `numbers` until it is killed. Argument: the data folder.
const bus = await openLmdbBus({ path: process.argv[2]!, clock: systemClock() });
await bus.declareTopics([keptTopic('numbers', {}, 1)]);
for (let number = 0; ; number++) {
  await bus.publish([{ topic: 'numbers', key: 'k', value: Buffer.from(`${number}`), timestampMs: epochMs(number) }]);
  if (number === 0) process.stdout.write('writing\n');
  await new Promise((resolve) => setTimeout(resolve, 5));
}
