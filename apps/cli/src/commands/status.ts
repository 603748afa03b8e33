import { systemClock } from '@gexstream/actors';
import { groupLags, lookOnce, type StatusBody } from '@gexstream/api';
import { openData } from '../compose/open-data.ts';
import { placeFlags, readSettings, type Settings } from '../config.ts';
import { locateFeeds } from '../locate-feed.ts';
import { ingestSilentMsMax } from '../operator/ingest-silence.ts';
import { readFlags } from '../read-flags.ts';
import { type FeedReport, statusReport, type TopicsReport, topicsStatusReport } from '../terminal/status-report.ts';
import { type Command, placeOptions } from './command.ts';

const answerMsMax = 5_000;

const run = async (args: readonly string[]): Promise<number> => {
  const { values } = readFlags(args, { ...placeFlags, json: { type: 'boolean', default: false } });
  const settings = readSettings(values, process.env);
  return settings.kafka === null ? folderStatus(settings, values.json) : kafkaStatus(settings, values.json);
};

/** Nobody there holds a folder: the topics say what runs. */
const kafkaStatus = async (settings: Settings, json: boolean): Promise<number> => {
  const { bus, feed, place, close } = await openData(settings);
  try {
    const [present, lag] = await Promise.all([lookOnce(bus, feed, systemClock()), groupLags(bus)]);
    const report: TopicsReport = { feed, place, status: { ...present.state, lag, unreadable_records: present.unreadable } };
    process.stdout.write(json ? `${JSON.stringify([report])}\n` : topicsStatusReport(report));
    const saidMs = present.feedStatus === null ? Number.NEGATIVE_INFINITY : present.feedStatus.body.wallMs;
    return systemClock().now() - saidMs <= ingestSilentMsMax ? 0 : 1;
  } finally {
    await close();
  }
};

const folderStatus = async ({ data, apiKeys }: Settings, json: boolean): Promise<number> => {
  const running = (await locateFeeds(data)).filter(({ holder }) => holder !== null);
  if (running.length === 0) {
    process.stdout.write(json ? '[]\n' : `Nothing runs on the data in ${data}. Start it: npm start\n`);
    return 1;
  }
  const reports: FeedReport[] = [];
  for (const { folder, holder } of running) {
    const url = holder!.url;
    const told = url === null ? untold : await statusOf(url, apiKeys[0]?.text);
    reports.push({
      feed: folder.feed,
      folder: folder.path,
      pid: holder!.pid,
      host: holder!.host,
      command: holder!.command,
      url,
      ...told,
    });
  }
  process.stdout.write(json ? `${JSON.stringify(reports)}\n` : reports.map(statusReport).join('\n'));
  return reports.every(({ status }) => status !== null) ? 0 : 1;
};

type Told = Pick<FeedReport, 'status' | 'refusal'>;
const untold: Told = { status: null, refusal: null };

const statusOf = async (url: string, key: string | undefined): Promise<Told> => {
  try {
    const answer = await fetch(new URL('/api/status', url), {
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(answerMsMax),
    });
    return answer.ok ? { status: (await answer.json()) as StatusBody, refusal: null } : { status: null, refusal: answer.status };
  } catch {
    // It holds the lease but does not answer: said in the report, not thrown.
    return untold;
  }
};

export const statusCommand: Command = {
  usage: 'npx gex status [--json] [WHERE]',
  options: [
    '--json          one JSON list, an entry per running feed',
    'Exit status 1 when nothing runs, or does not answer.',
    placeOptions,
  ].join('\n'),
  run,
};
