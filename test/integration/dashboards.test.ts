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
    readonly type: string;
    readonly description: string;
    readonly fieldConfig: {
      readonly defaults: { readonly unit: string; readonly thresholds?: { readonly steps: readonly object[] } };
    };
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

test('every panel says what it shows, and in which unit', () => {
  const silent = dashboards.flatMap(({ name, panels }) =>
    panels
      .filter(({ description, fieldConfig }) => !description || !fieldConfig.defaults.unit)
      .map(({ title }) => `${name} ${title}`),
  );
  expect(silent).toEqual([]);
});

test('a server or process that is down is not shown in the green that Grafana gives what has no thresholds', () => {
  const ups = dashboards.flatMap(({ panels }) =>
    panels.filter(({ targets: of }) => of.some(({ expr }) => expr?.startsWith('up{'))),
  );
  expect(ups.map(({ title }) => title)).toEqual(['Processes', 'QuestDB']);
  for (const { fieldConfig } of ups)
    expect(fieldConfig.defaults.thresholds?.steps).toEqual([
      { color: 'red', value: null },
      { color: 'green', value: 1 },
    ]);
});

test('lines in panels stand where the alerts do', () => {
  const rules = readFileSync(resolve(grafana, '../prometheus/rules.yml'), 'utf8');
  for (const [title, above] of [
    ['Age of the newest event', 60],
    ['Consumer lag, records', 5_000],
    ['Event to output', 1],
    ['Event loop lag, p99', 0.25],
  ] as const) {
    const found = dashboards.flatMap(({ panels }) => panels).find((panel) => panel.title === title)!;
    expect(found.fieldConfig.defaults.thresholds?.steps.at(-1)).toEqual({ color: 'red', value: above });
    const metric = /gex_\w+_(?:seconds|records)/.exec(found.targets[0]!.expr!)![0];
    expect(rules).toMatch(new RegExp(`expr: .*${metric}.* > ${above}( |$)`, 'm'));
  }
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
