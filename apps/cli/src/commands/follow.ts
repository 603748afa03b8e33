import { randomUUID } from 'node:crypto';
import { systemClock } from '@gexstream/actors';
import { lookOnce } from '@gexstream/api';
import { demandRecord, demandWithdrawal } from '@gexstream/bus';
import { epochMs, isoTime, underlyingNamed } from '@gexstream/domain';
import { openData } from '../compose/open-data.ts';
import { placeFlags, readSettings, type Settings } from '../config.ts';
import { locateFeed } from '../locate-feed.ts';
import { keyHint } from '../operator/key-hint.ts';
import { parseDuration } from '../parse-duration.ts';
import { readFlags } from '../read-flags.ts';
import { UsageError } from '../usage-error.ts';
import { type Command, placeOptions } from './command.ts';

const answerMsMax = 10_000;
const forDefault = '8h';

interface Wish {
  readonly symbol: string;
  /** Of the feed's time; null takes the demand back. */
  readonly forMs: number | null;
}

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = readFlags(args, {
    ...placeFlags,
    for: { type: 'string' },
    stop: { type: 'boolean', default: false },
  });
  const [symbol, ...more] = positionals;
  if (symbol === undefined || more.length > 0) throw new UsageError('gex follow takes one SYMBOL, such as NDX');
  if (values.stop && values.for !== undefined) throw new UsageError('--for does not go with --stop');
  const forMs = values.stop ? null : parseDuration('--for', values.for ?? forDefault);
  const settings = readSettings(values, process.env);
  const wish = { symbol: underlyingNamed(symbol), forMs };
  const until = settings.kafka === null ? await askApi(settings, wish) : await publish(settings, wish);
  process.stdout.write(
    until === null
      ? `${wish.symbol} is no longer demanded; a configured symbol is followed all the same\n`
      : `${wish.symbol} is followed until ${until} by the feed's clock; npx gex status shows it, and the page once it has levels\n`,
  );
  return 0;
};

/** A data folder has one writer: the running process, asked over HTTP. Resolves to the end, or null. */
const askApi = async (settings: Settings, { symbol, forMs }: Wish): Promise<string | null> => {
  const { folder, holder } = await locateFeed(settings.data, settings.feed ?? undefined);
  if (holder === null || holder.url === null) throw new UsageError(`nothing runs on ${folder.path}; start it: npm start`);
  const [key] = settings.apiKeys;
  const answer = await fetch(new URL(`/api/v1/demand/${encodeURIComponent(symbol)}`, holder.url), {
    method: forMs === null ? 'DELETE' : 'PUT',
    headers: {
      ...(forMs === null ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { authorization: `Bearer ${key.text}` }),
    },
    ...(forMs === null ? {} : { body: JSON.stringify({ minutes: Math.max(1, Math.round(forMs / 60_000)) }) }),
    signal: AbortSignal.timeout(answerMsMax),
  });
  const body = (await answer.json()) as { readonly until?: string | null; readonly detail?: string };
  if (!answer.ok)
    throw new UsageError(`${holder.url} answers ${answer.status}: ${body.detail ?? 'no reason given'}${keyHint(answer.status)}`);
  return body.until ?? null;
};

const publish = async (settings: Settings, { symbol, forMs }: Wish): Promise<string | null> => {
  const { bus, feed, close } = await openData(settings);
  try {
    const { feedNow: now } = await lookOnce(bus, feed, systemClock());
    if (forMs === null) {
      await bus.publish([demandWithdrawal('api', symbol, 'follow', now)]);
      return null;
    }
    const untilMs = epochMs(now + forMs);
    await bus.publish([demandRecord(symbol, { app: 'api', want: 'follow', untilMs }, { feed, run: randomUUID(), now })]);
    return isoTime(untilMs);
  } finally {
    await close();
  }
};

export const followCommand: Command = {
  usage: 'npx gex follow SYMBOL [--for 8h] [--stop] [WHERE]',
  options: [
    'SYMBOL          an underlying beside the configured ones, such as NDX: its chain is polled, its weightiest contracts are streamed',
    `--for TIME      how long by the feed's clock, such as 90m or 6.5h (default ${forDefault}); asked again, the end moves`,
    '--stop          takes it back',
    'A data folder is asked through the process that runs on it (GEX_API_KEYS where that wants a key).',
    placeOptions,
  ].join('\n'),
  run,
};
