import { topic } from '@gexstream/bus';
import { bareConsumer } from './bare-client.ts';
import { answer, recordMeter } from './record-meter.ts';
import type { WorkerOptions } from './worker.ts';

// The client library alone: it takes the records and does nothing with them.
const meter = recordMeter();
await bareConsumer(JSON.parse(process.argv[2]!) as WorkerOptions, topic.market.partitions, (values) => {
  meter.begin();
  meter.done(values);
});
answer({ answer: 'ready' });
