import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { simulatedClock } from '@gexstream/actors';
import { epochMs } from '@gexstream/domain';
import { metrics, sample } from '@gexstream/metrics';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { dashboardFiles } from '../../infra/grafana/all-dashboards.ts';

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string }[] }[];
}
interface RuleTests {
  readonly tests: readonly {
    readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts: readonly unknown[] }[];
  }[];
}

const folder = resolve(import.meta.dirname, '../../infra/prometheus');
const promtool = (args: readonly string[], input?: string) =>
  spawnSync('promtool', args, { cwd: folder, encoding: 'utf8', ...(input !== undefined && { input }) });

/** Says once how to get it; in CI its absence is a failure. */
const missing = (() => {
  if (spawnSync('promtool', ['--version'], { stdio: 'ignore' }).status === 0) return false;
  const line = 'promtool is not installed (Debian: apt-get install prometheus); alert rules are not checked';
  if (process.env.GEX_REQUIRE_ALL) throw new Error(line);
  process.stderr.write(`skipped: ${line}\n`);
  return true;
})();

test('each alert has a test in which it fires, and one in which it does not', () => {
  const { groups } = parse(readFileSync(join(folder, 'rules.yml'), 'utf8')) as Rules;
  const { tests } = parse(readFileSync(join(folder, 'rules.test.yml'), 'utf8')) as RuleTests;
  const seen = tests.flatMap(({ alert_rule_test }) => alert_rule_test);
  const seenHow = (fires: boolean) =>
    new Set(seen.filter(({ exp_alerts }) => exp_alerts.length > 0 === fires).map(({ alertname }) => alertname));
  const alerts = groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
  expect(alerts.filter((alert) => !seenHow(true).has(alert))).toEqual([]);
  expect(alerts.filter((alert) => !seenHow(false).has(alert))).toEqual([]);
});

describe.skipIf(missing)('Prometheus’ own tool', () => {
  let temporary: string;
  beforeAll(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'gexstream-promtool-'));
  });
  afterAll(() => rm(temporary, { recursive: true, force: true }));

  const passes = ({ status, stdout, stderr }: ReturnType<typeof promtool>): void =>
    expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });

  test('takes the configuration and the rules', () => passes(promtool(['check', 'config', 'prometheus.yml'])));

  test('sees each alert fire when it should, and stay silent when it should', () =>
    passes(promtool(['test', 'rules', 'rules.test.yml'])));

  test('takes every expression of the dashboards', async () => {
    const expressions = [...dashboardFiles().values()].flatMap((text) =>
      (JSON.parse(text) as { panels: { targets: { expr?: string }[] }[] }).panels.flatMap(({ targets }) =>
        targets.flatMap(({ expr }) => (expr === undefined ? [] : [expr])),
      ),
    );
    expect(expressions.length).toBeGreaterThan(30);
    const rules = [...new Set(expressions)].map((expr, index) => ({ record: `expression_${index}`, expr }));
    await writeFile(join(temporary, 'expressions.yml'), JSON.stringify({ groups: [{ name: 'dashboards', rules }] }));
    passes(promtool(['check', 'rules', join(temporary, 'expressions.yml')]));
  });

  test('finds nothing to object to in our own numbers', async () => {
    const all = metrics({ clock: simulatedClock(epochMs(0)), version: '0.1.0' });
    all.registerSource('api', () => [
      sample('eventAge', 0.25, { underlying: 'SPX' }),
      sample('frames', 3),
      sample('deadLetters', 0, { reader: 'gex' }),
    ]);
    all.observe('compute', 0.002);
    // Node's own names are prom-client's choice; ours must be without complaint.
    const { stderr } = promtool(['check', 'metrics'], await all.text());
    expect(stderr.split('\n').filter((line) => line !== '' && !/^gex_(nodejs|process)_/.test(line))).toEqual([]);
  });
});
