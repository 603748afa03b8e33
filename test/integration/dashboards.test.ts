import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { metrics, observed, sampled } from '@gexstream/metrics';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { dashboardFiles } from '../../infra/grafana/all-dashboards.ts';
import { queries } from '../../infra/grafana/queries.ts';

const grafana = resolve(import.meta.dirname, '../../infra/grafana');

interface Target {
  readonly expr?: string;
  readonly rawSql?: string;
  readonly datasource: { readonly type: string; readonly uid: string };
}
interface Dashboard {
  readonly uid: string;
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: string }[] };
  readonly panels: readonly {
    readonly title: string;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets: readonly Target[];
  }[];
}

const dashboards = [...dashboardFiles()].map(([name, text]) => ({ name, ...(JSON.parse(text) as Dashboard) }));
const targets = dashboards.flatMap(({ panels }) => panels.flatMap((panel) => panel.targets));

test('the committed dashboards are what the builders make (node infra/grafana/generate.ts)', () => {
  const files = dashboardFiles();
  expect(readdirSync(join(grafana, 'dashboards')).sort()).toEqual([...files.keys()].sort());
  for (const [name, text] of files) expect(readFileSync(join(grafana, 'dashboards', name), 'utf8')).toBe(text);
});

test('every SQL statement is of the list that is tested on a real QuestDB, and every one of the list is shown', () => {
  const shown = new Set([
    ...targets.flatMap(({ rawSql }) => (rawSql === undefined ? [] : [rawSql])),
    ...dashboards.flatMap(({ templating }) => templating.list.map(({ query }) => query)).filter((query) => /SELECT/.test(query)),
  ]);
  expect([...shown].sort()).toEqual(
    Object.values(queries)
      .map(({ sql }) => sql)
      .sort(),
  );
});

test('every metric asked for is one that we, Node or QuestDB give', async () => {
  const own = new Set<string>();
  for (const { name, type } of [...Object.values(sampled), ...Object.values(observed)])
    for (const suffix of type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']) own.add(`${name}${suffix}`);
  const all = await metrics({ clock: systemClock(), version: '1' }).text();
  for (const [, name] of all.matchAll(/^# TYPE (\S+)/gm)) own.add(name!);
  const asked = targets.flatMap(({ expr = '' }) => [...expr.matchAll(/\bgex_\w+/g)].map(([name]) => name));
  const rules = readFileSync(resolve(grafana, '../prometheus/rules.yml'), 'utf8');
  const inRules = [...rules.matchAll(/expr: .*/g)].flatMap(([line]) => [...line.matchAll(/\bgex_\w+/g)].map(([name]) => name));
  expect([...asked, ...inRules].length).toBeGreaterThan(30);
  expect([...new Set([...asked, ...inRules])].filter((name) => !own.has(name))).toEqual([]);
});

test('panels do not overlap and stay within 24 columns', () => {
  for (const { name, panels } of dashboards) {
    const taken = new Map<string, string>();
    for (const { title, gridPos } of panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          const at = `${x},${y}`;
          expect({ name, at, title, also: taken.get(at) }).toEqual({ name, at, title, also: undefined });
          taken.set(at, title);
        }
    }
  }
});

test('every data source that a panel names is provisioned, for reading only', () => {
  const provisioned = parse(readFileSync(join(grafana, 'provisioning/datasources/gexstream.yaml'), 'utf8')) as {
    readonly datasources: readonly {
      readonly uid: string;
      readonly type: string;
      readonly user?: string;
      readonly jsonData: { readonly username?: string };
      readonly secureJsonData?: { readonly password: string };
    }[];
  };
  const known = provisioned.datasources.map(({ uid, type }) => `${type} ${uid}`);
  for (const { datasource } of targets) expect(known).toContain(`${datasource.type} ${datasource.uid}`);
  for (const { user, jsonData, secureJsonData, type } of provisioned.datasources.filter(({ uid }) => uid.startsWith('questdb'))) {
    expect({ type, user: user ?? jsonData.username }).toEqual({ type, user: 'reader' });
    expect(secureJsonData?.password).toBe('$__file{/run/secrets/questdb_reader_password}');
  }
});

test('uids are stable and different', () => {
  expect(dashboards.map(({ uid }) => uid)).toEqual([
    'gexstream-trader',
    'gexstream-trader-postgres',
    'gexstream-scanner',
    'gexstream-scanner-postgres',
    'gexstream-pipeline',
    'gexstream-questdb',
  ]);
});
