import { questDb, questDbByPostgres } from './panels.ts';
import { pipelineDashboard } from './pipeline.ts';
import { questDbDashboard } from './questdb-health.ts';
import { scannerDashboard } from './scanner.ts';
import { traderDashboard } from './trader.ts';

/** File name → text, as it is committed in `dashboards/`. */
export const dashboardFiles = (): ReadonlyMap<string, string> => {
  const dashboards = {
    'trader.json': traderDashboard(questDb, { uid: 'gexstream-trader', title: 'gexstream trader' }),
    'trader-postgres.json': traderDashboard(questDbByPostgres, {
      uid: 'gexstream-trader-postgres',
      title: 'gexstream trader (without the QuestDB plugin)',
    }),
    'scanner.json': scannerDashboard(questDb, { uid: 'gexstream-scanner', title: 'gexstream scanner' }),
    'scanner-postgres.json': scannerDashboard(questDbByPostgres, {
      uid: 'gexstream-scanner-postgres',
      title: 'gexstream scanner (without the QuestDB plugin)',
    }),
    'pipeline.json': pipelineDashboard(),
    'questdb.json': questDbDashboard(questDb),
  };
  return new Map(Object.entries(dashboards).map(([name, json]) => [name, jsonText(json)]));
};

/** As the formatter of this project wants it: lists of plain values stay on one line. */
const jsonText = (json: unknown): string => {
  const text = JSON.stringify(json, null, 2);
  return `${text.replace(/\[\n[^[\]{}]+\]/g, (list) =>
    list
      .replace(/\[\n\s*/, '[')
      .replace(/,\n\s*/g, ', ')
      .replace(/\n\s*\]/, ']'),
  )}\n`;
};
