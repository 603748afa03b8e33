import type { StatusBody } from '@gexstream/api';
import { locateFeeds } from '../locate-feed.ts';
import { readFlags } from '../read-flags.ts';
import { type FeedReport, statusReport } from '../terminal/status-report.ts';
import type { Command } from './command.ts';

const answerMsMax = 5_000;

const run = async (args: readonly string[]): Promise<number> => {
  const { values } = readFlags(args, {
    json: { type: 'boolean', default: false },
    data: { type: 'string', default: process.env.GEX_DATA || 'data' },
  });
  const running = (await locateFeeds(values.data)).filter(({ holder }) => holder !== null);
  if (running.length === 0) {
    process.stdout.write(values.json ? '[]\n' : `Nothing runs on the data in ${values.data}. Start it: npm start\n`);
    return 1;
  }
  const reports: FeedReport[] = [];
  for (const { folder, holder } of running) {
    const url = holder!.url;
    const status = url === null ? null : await statusOf(url);
    reports.push({
      feed: folder.feed,
      folder: folder.path,
      pid: holder!.pid,
      host: holder!.host,
      command: holder!.command,
      url,
      status,
    });
  }
  process.stdout.write(values.json ? `${JSON.stringify(reports)}\n` : reports.map(statusReport).join('\n'));
  return reports.every(({ status }) => status !== null) ? 0 : 1;
};

const statusOf = async (url: string): Promise<StatusBody | null> => {
  try {
    const answer = await fetch(new URL('/api/status', url), { signal: AbortSignal.timeout(answerMsMax) });
    return answer.ok ? ((await answer.json()) as StatusBody) : null;
  } catch {
    // It holds the lease but does not answer: said in the report, not thrown.
    return null;
  }
};

export const statusCommand: Command = {
  usage: 'npx gex status [--json] [--data FOLDER]',
  options: ['--json          one JSON list, an entry per running feed', '--data FOLDER   the data folder (default: data)'].join(
    '\n',
  ),
  run,
};
