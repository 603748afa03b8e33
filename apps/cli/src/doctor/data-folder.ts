import { existsSync } from 'node:fs';
import { holderText } from '@gexstream/bus/lmdb';
import { allTables } from '@gexstream/store';
import { openHistory } from '../compose/open-history.ts';
import type { Settings } from '../config.ts';
import type { LocatedFeed } from '../locate-feed.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const answerMsMax = 5_000;

/** Who holds a data folder, and whether it answers. */
export const examineHolder = async ({ folder, holder }: LocatedFeed): Promise<readonly Finding[]> => {
  if (holder === null) return [warning('lease', `nobody runs on ${folder.path}`, 'npm start')];
  const held = ok('lease', holderText(holder));
  if (holder.url === null) return [held, warning('api', 'it does not answer yet', 'wait a moment; then see its terminal')];
  const ready = await fetch(new URL('/readyz', holder.url), { signal: AbortSignal.timeout(answerMsMax) }).catch(() => null);
  if (ready === null)
    return [held, problem('api', `nothing answers at ${holder.url}`, 'see its terminal; stop it and npm start')];
  const text = (await ready.text()).slice(0, 300);
  return [
    held,
    ready.ok ? ok('api', `ready at ${holder.url}`) : problem('api', `not ready: ${text}`, `see ${holder.url}/health`),
  ];
};

/** Opening the history compares its tables with their declarations; a running process did that at its start. */
export const examineHistory = async (settings: Settings, { folder, holder }: LocatedFeed): Promise<readonly Finding[]> => {
  if (holder !== null) return [ok('tables', 'were as declared when the process started')];
  if (!existsSync(folder.store)) return [ok('tables', 'there is no history yet')];
  await (await openHistory({ ...settings, feed: folder.feed, questdb: null }, allTables)).close();
  return [ok('tables', 'are as declared')];
};
