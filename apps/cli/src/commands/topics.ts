import { systemClock } from '@gexstream/actors';
import { openData, openDataToWrite } from '../compose/open-data.ts';
import { placeFlags, readSettings, type Settings } from '../config.ts';
import { applyTopics } from '../operator/apply-topics.ts';
import { topicReports } from '../operator/topic-report.ts';
import { readFlags } from '../read-flags.ts';
import { table } from '../terminal/table.ts';
import { topicsJson, topicsReport } from '../terminal/topics-report.ts';
import { UsageError } from '../usage-error.ts';
import { type Command, placeOptions } from './command.ts';

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = readFlags(args, { ...placeFlags, json: { type: 'boolean', default: false } });
  const settings = readSettings(values, process.env);
  const [verb = 'list', ...more] = positionals;
  if (more.length > 0 || (verb !== 'list' && verb !== 'apply'))
    throw new UsageError(`gex topics takes list (the default) or apply; got "${positionals.join(' ')}"`);
  return verb === 'list' ? list(settings, values.json) : apply(settings, values.json);
};

const list = async (settings: Settings, json: boolean): Promise<number> => {
  const data = await openData(settings, { topics: 'perhaps' });
  try {
    const reports = await topicReports(data, systemClock());
    process.stdout.write(json ? `${JSON.stringify(topicsJson(reports))}\n` : topicsReport(data.place, reports));
    return 0;
  } finally {
    await data.close();
  }
};

const apply = async (settings: Settings, json: boolean): Promise<number> => {
  const data = await openDataToWrite(settings, 'npx gex topics apply');
  try {
    const changes = await applyTopics(data.bus);
    process.stdout.write(
      json
        ? `${JSON.stringify(changes)}\n`
        : `${data.place}\n\n${table(changes.map(({ topic, change, details }) => [topic, change, details.join('; ')]))}\n`,
    );
    return changes.some(({ change }) => change === 'refused') ? 1 : 0;
  } finally {
    await data.close();
  }
};

export const topicsCommand: Command = {
  usage: 'npx gex topics [list|apply] [--json] [WHERE]',
  options: [
    'list            every declared topic: partitions, records, size, age of the newest, lag of each group, what differs (the default)',
    'apply           makes what is missing and alters settings to what is declared; a number of partitions that differs ends it with',
    '                status 1 and nothing changed. A data folder must not be in use: each start of the product applies them itself',
    '--json          one JSON list, an entry a topic',
    placeOptions,
  ].join('\n'),
  run,
};
