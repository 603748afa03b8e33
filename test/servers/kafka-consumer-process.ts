import { openWay } from './kafka-bus-under-test.ts';

// Reads topic `t` as group `g` and commits each record, until it is killed. Arguments: client, protocol, bootstrap, feed.
const [client, groupProtocol, bootstrap, feed] = process.argv.slice(2) as [
  'kafkajs' | 'rdkafka',
  'classic' | 'consumer',
  string,
  `replay-${string}`,
];
const bus = await openWay({ client, groupProtocol }, bootstrap, feed);
await bus.subscribe({
  topics: ['t'],
  group: 'g',
  start: 'earliest',
  batchRecordsMax: 1,
  onBatch: async (batch, commit) => {
    await commit(batch.records[0]!.offset);
    process.stdout.write(`${Buffer.from(batch.records[0]!.value!).toString()}\n`);
  },
});
process.stdout.write('reading\n');
