import { systemClock } from '@gexstream/actors';
import { lookOnce } from '@gexstream/api';
import { BusError } from '@gexstream/bus';
import { type Feed, isoTime } from '@gexstream/domain';
import { readLease } from '../compose/lease-record.ts';
import { type OpenedData, openData } from '../compose/open-data.ts';
import { kafkaOptions } from '../compose/open-feed-bus.ts';
import { infraFolder } from '../compose/questdb-address.ts';
import { schwabAppWithLogin } from '../compose/schwab-login.ts';
import { feedDefault, readSettings, type Settings } from '../config.ts';
import { startLog } from '../start-log.ts';
import { examineBots } from './bots.ts';
import { examineCalendar } from './calendar.ts';
import { feedFindings } from './clocks.ts';
import { examineHistory, examineHolder } from './data-folder.ts';
import { examined, type Finding, ok, problem } from './finding.ts';
import { brokerFindings } from './kafka.ts';
import { diskFindings, nativeFinding, nodeFinding } from './machine.ts';
import { examineQuestDb } from './questdb.ts';
import { examineTopics } from './topics.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Everything there is to find, in the order in which one thing rests on another. */
export const examine = async (
  flags: Readonly<Record<string, unknown>>,
  environment: Environment,
): Promise<readonly Finding[]> => {
  const machine = [nodeFinding(process.versions.node)];
  const settings = settingsOf(flags, environment);
  if ('fix' in settings) return [...machine, settings];
  const login = await examined('config', 'set both SCHWAB_ variables and the token file, or neither', async () => {
    schwabAppWithLogin(environment);
    return [ok('config', 'flags and variables can be read')];
  });
  const place = settings.kafka === null ? await examineFolder(settings) : await examineServers(settings);
  return [...machine, ...login, ...place];
};

const settingsOf = (flags: Readonly<Record<string, unknown>>, environment: Environment): Settings | Finding => {
  try {
    return readSettings(flags, environment);
  } catch (error) {
    return problem('config', error instanceof Error ? error.message : String(error), 'npx gex help start tells what each takes');
  }
};

const examineFolder = async (settings: Settings): Promise<readonly Finding[]> => [
  ...(await diskFindings([settings.data])),
  ...(await examined('data', 'npm start, or name the folder by --data', () =>
    withData(settings, async (data) => [
      ...(await examineHolder(data.located!)),
      ...(await examined('topics', 'npx gex help topics', async () => (await examineTopics(data.bus)).findings)),
      ...(await examined('calendar', 'npx gex topics', () => examineCalendar(data.bus))),
      ...(await examined('tables', 'as it says', () => examineHistory(settings, data.located!))),
      ...(data.located!.holder === null ? [] : await examineFeed(data, 'npm start')),
      ...(await examineBots(settings, data.bus, systemClock().now())),
    ]),
  )),
];

const examineServers = async (settings: Settings): Promise<readonly Finding[]> => {
  const feed = settings.feed ?? feedDefault;
  const { inspectKafka } = await import('@gexstream/bus/kafka');
  const servers = 'npm run infra -- up, or docker compose up -d; --kafka and --questdb name other ones';
  const ask = (): ReturnType<typeof inspectKafka> =>
    inspectKafka(kafkaOptions(settings, feed, 'gexstream-doctor', startLog('silent')));
  const brokers = await examined('brokers', servers, async () => brokerFindings(await ask()));
  const silent = brokers.some(({ subject, says }) => subject === 'brokers' && says.startsWith('Asking the brokers'));
  return [
    nativeFinding(await missingNative(), settings.kafkaClient),
    // The servers' own disks where the launcher keeps them on this machine; elsewhere nobody tells.
    ...(await diskFindings([settings.data, infraFolder()])),
    ...brokers,
    // Asking again what nobody answers would only take time.
    ...(silent
      ? await examineBots(settings, null, systemClock().now())
      : await examined('topics', 'npx gex topics apply', () => withData(settings, (data) => examineKafkaData(settings, data)))),
    ...(settings.questdb === null
      ? [problem('questdb', 'is not named: history and api need it', '--questdb HOST (QUESTDB_HOST)')]
      : await examined('questdb', servers, () => examineQuestDb(settings, feed))),
  ];
};

const examineKafkaData = async (settings: Settings, data: OpenedData): Promise<readonly Finding[]> => {
  const { findings, complete } = await examineTopics(data.bus);
  return [
    ...findings,
    ...(complete ? await examined('calendar', 'npx gex topics', () => examineCalendar(data.bus)) : []),
    ...(complete ? await examineLease(data) : []),
    ...(complete ? await examineFeed(data, 'npx gex run ingest') : []),
    ...(await examineBots(settings, complete ? data.bus : null, systemClock().now())),
  ];
};

const examineLease = async ({ bus }: OpenedData): Promise<readonly Finding[]> => {
  const held = await Promise.all((['ingest', 'bots'] as const).map(async (app) => ({ app, lease: await readLease(bus, app) })));
  return held.flatMap(({ app, lease }) => {
    if (lease === null) return [];
    const { pid, host, sinceMs, released } = lease.holder;
    const back = released ? ', which gave it back' : '';
    return [ok('lease', `${app} was given to pid ${pid} on ${host} at ${isoTime(sinceMs)}${back}`)];
  });
};

const examineFeed = (data: OpenedData, start: string): Promise<readonly Finding[]> =>
  examined('feed', 'npx gex status', async () => {
    const { feedStatus } = await lookOnce(data.bus, data.feed as Feed, systemClock());
    return feedFindings(feedStatus, systemClock().now(), start);
  });

const withData = async (
  settings: Settings,
  look: (data: OpenedData) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> => {
  const data = await openData(settings, { topics: 'perhaps' });
  try {
    return await look(data);
  } finally {
    await data.close();
  }
};

const missingNative = async (): Promise<string | null> => {
  const { loadNative } = await import('@gexstream/bus/rdkafka');
  try {
    loadNative();
    return null;
  } catch (error) {
    if (error instanceof BusError) return error.message;
    throw error;
  }
};
