import { systemClock } from '@gexstream/actors';
import type { Feed } from '@gexstream/domain';
import { allTables } from '@gexstream/store';
import { inspectQuestDb, type QuestDbReport } from '@gexstream/store/questdb';
import { questDbAddress } from '../compose/questdb-address.ts';
import type { Settings } from '../config.ts';
import { skewFinding } from './clocks.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const behindMax = 1_000;

export const questDbFindings = ({ build, tables, findings }: QuestDbReport): readonly Finding[] => [
  ok('questdb', `answers: ${build.split(',')[0]}`),
  ...findings.map(({ what, fix }) => problem('tables', what, fix)),
  ...tables
    .filter(({ suspended, transactionsBehind }) => !suspended && transactionsBehind > behindMax)
    .map(({ name, transactionsBehind }) =>
      warning('tables', `${name} shows ${transactionsBehind} transactions less than it has`, 'see QuestDB’s log and disk'),
    ),
  ...(findings.length === 0 ? [ok('tables', `${tables.length} tables and views are as declared; none is suspended`)] : []),
];

export const examineQuestDb = async (settings: Settings, feed: Feed): Promise<readonly Finding[]> => {
  const clock = systemClock();
  const before = clock.now();
  const report = await inspectQuestDb({ ...questDbAddress(settings), feed }, allTables);
  return [...questDbFindings(report), skewFinding('QuestDB', report.serverNowMs, before, clock.now())];
};
