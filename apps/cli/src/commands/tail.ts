import { allTopics, decodeEvent, readableJson, type StoredRecord } from '@gexstream/bus';
import { openData } from '../compose/open-data.ts';
import { placeFlags, readSettings } from '../config.ts';
import { readFlags } from '../read-flags.ts';
import { untilStopped } from '../until-stopped.ts';
import { UsageError } from '../usage-error.ts';
import { type Command, placeOptions } from './command.ts';

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = readFlags(args, {
    ...placeFlags,
    from: { type: 'string', default: 'latest' },
    key: { type: 'string' },
    limit: { type: 'string' },
  });
  const [name] = positionals;
  const known = allTopics.map((each) => each.name);
  if (name === undefined || !known.includes(name))
    throw new UsageError(`gex tail takes a topic, one of: ${known.join(', ')}${name === undefined ? '' : `; got "${name}"`}`);
  const { from } = values;
  if (from !== 'latest' && from !== 'earliest') throw new UsageError(`--from takes latest or earliest; got "${from}"`);
  const limit = values.limit === undefined ? Number.POSITIVE_INFINITY : Number(values.limit);
  if (!(limit >= 1)) throw new UsageError(`--limit takes a number of records, 1 or more; got "${values.limit}"`);

  const { bus, close } = await openData(readSettings(values, process.env));
  const stopped = untilStopped();
  let printed = 0;
  const subscription = await bus.subscribe({
    topics: [name],
    start: from,
    onBatch: async ({ records }) => {
      for (const record of records) {
        if (values.key !== undefined && record.key !== values.key) continue;
        if (printed >= limit) break;
        printed += 1;
        await written(`${line(record)}\n`);
      }
      if (printed >= limit) stopped.stop();
    },
  });
  try {
    await Promise.race([stopped.promise, subscription.done]);
  } finally {
    await close();
  }
  return 0;
};

/** Waits for a slow terminal instead of piling up behind it. */
const written = (text: string): Promise<void> =>
  new Promise((resolve) => {
    if (process.stdout.write(text)) resolve();
    else process.stdout.once('drain', resolve);
  });

const line = ({ topic, partition, offset, key, value }: StoredRecord): string => {
  const place = JSON.stringify({ topic, partition, offset, key });
  return `${place.slice(0, -1)},"event":${value === null ? 'null' : readable(value)}}`;
};

const readable = (value: Uint8Array): string => {
  try {
    return readableJson(decodeEvent(value));
  } catch {
    // Dead letters are JSON by themselves; anything else is shown as it lies there.
    const text = Buffer.from(value).toString('utf8');
    try {
      return JSON.stringify(JSON.parse(text));
    } catch {
      return JSON.stringify({ unreadable: Buffer.from(value.subarray(0, 256)).toString('base64'), bytes: value.length });
    }
  }
};

export const tailCommand: Command = {
  usage: 'npx gex tail TOPIC [--from latest|earliest] [--key KEY] [--limit N] [WHERE]',
  options: [
    `TOPIC           ${allTopics.map((each) => each.name).join(' ')}`,
    '--from earliest from the oldest record kept (latest: only what comes from now on)',
    '--key KEY       only records of this key, such as SPX',
    '--limit N       ends after N records',
    placeOptions,
  ].join('\n'),
  run,
};
