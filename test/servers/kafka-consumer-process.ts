import { openWay } from './kafka-bus-under-test.ts';

// Reads topic `t` as group `g` and commits each record, until it is killed. Arguments: client, protocol, bootstrap, feed, and a name to be a member by.
const [client, groupProtocol, bootstrap, feed, memberName] = process.argv.slice(2) as [
  'kafkajs' | 'rdkafka',
  'classic' | 'consumer',
  string,
  `replay-${string}`,
  string?,
];
const bus = await openWay({ client, groupProtocol }, bootstrap, feed, memberName === undefined ? {} : { memberName });
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
