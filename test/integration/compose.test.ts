import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { composeReader, dockerfileLinter } from '../support/container-linters.ts';

const root = resolve(import.meta.dirname, '../..');
const file = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly target: string };
  readonly user: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly profiles?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly mem_limit: string;
  readonly read_only: boolean;
  readonly init: boolean;
  readonly cap_drop: readonly string[];
  readonly cap_add?: readonly string[];
  readonly privileged?: boolean;
  readonly security_opt: readonly string[];
  readonly restart: string;
  readonly logging: { readonly driver: string; readonly options: Readonly<Record<string, string>> };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck: { readonly test: readonly string[]; readonly interval: string; readonly timeout: string };
}

const compose = parse(file('compose.yaml'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
};
const services = Object.entries(compose.services);
const megabytes = (limit: string): number => Number(/^(\d+)m$/.exec(limit)?.[1]);

describe('compose.yaml', () => {
  test.each(services)('%s runs without rights it does not need', (_name, service) => {
    expect(service).toMatchObject({ read_only: true, init: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(service.cap_add).toBeUndefined();
    expect(service.privileged).toBeUndefined();
    expect(service.user).toMatch(/^[1-9]\d*:\d+$/);
    expect(service.volumes ?? []).not.toContainEqual(expect.stringContaining('docker.sock'));
  });

  test.each(services)('%s is watched, started again, and its log does not fill the disk', (_name, service) => {
    expect(service.healthcheck.test[0]).toBe('CMD');
    expect(service.restart).toBe('unless-stopped');
    expect(service.logging).toEqual({ driver: 'json-file', options: { 'max-size': '10m', 'max-file': '5' } });
  });

  test.each(services)('%s is a pinned version', (_name, { image, build }) => {
    expect(image).toMatch(/:v?\d+\.\d+\.\d+$/);
    if (build !== undefined) expect(build).toMatchObject({ context: '.', dockerfile: 'infra/docker/Dockerfile' });
  });

  test('memory limits of everything, all profiles together, add up to 4 GB at most', () => {
    const limits = services.map(([, { mem_limit }]) => megabytes(mem_limit));
    expect(limits.every((limit) => limit > 0)).toBe(true);
    expect(limits.reduce((sum, limit) => sum + limit, 0)).toBeLessThanOrEqual(4_096);
  });

  test('heaps leave a quarter of their limit to everything else, or more', () => {
    const heapOf = ({ environment }: Service): number | undefined => {
      const { NODE_OPTIONS, KAFKA_HEAP_OPTS, JVM_PREPEND, GOMEMLIMIT } = environment;
      const flags = [NODE_OPTIONS, KAFKA_HEAP_OPTS, JVM_PREPEND, `GOMEMLIMIT=${GOMEMLIMIT}`].join(' ');
      const heap = /(?:--max-old-space-size=|-Xmx|GOMEMLIMIT=)(\d+)/.exec(flags)?.[1];
      return heap === undefined ? undefined : Number(heap);
    };
    const heaps = services.filter(([, service]) => heapOf(service) !== undefined);
    expect(heaps.map(([name]) => name).sort()).toEqual([
      'api',
      'bots',
      'gex',
      'history',
      'ingest',
      'kafka',
      'prometheus',
      'proxy',
      'questdb',
      'scanner',
      'simulator',
    ]);
    for (const [name, service] of heaps)
      expect({ name, share: heapOf(service)! / megabytes(service.mem_limit) <= 0.75 }).toEqual({ name, share: true });
  });

  test('ports are on this machine only, but for 80 and 443 of the proxy', () => {
    for (const [name, { ports = [] }] of services) {
      if (name === 'proxy') expect(ports).toEqual(['80:8080', '443:8443']);
      else for (const port of ports) expect({ name, port }).toEqual({ name, port: expect.stringMatching(/^127\.0\.0\.1:/) });
    }
  });

  test('profiles add to the product; without one the product is complete', () => {
    const byProfile = Object.groupBy(services, ([, { profiles = ['(none)'] }]) => profiles.join());
    expect(
      Object.fromEntries(Object.entries(byProfile).map(([name, list]) => [name, list!.map(([service]) => service)])),
    ).toEqual({
      '(none)': ['kafka', 'questdb', 'ingest', 'gex', 'scanner', 'history', 'api'],
      bots: ['bots'],
      demo: ['simulator'],
      grafana: ['prometheus', 'grafana'],
      public: ['proxy'],
    });
  });

  test('each app is a process of its own, started after what it stands on is well', () => {
    for (const app of ['ingest', 'gex', 'scanner', 'history', 'api', 'bots']) {
      const service = compose.services[app]!;
      expect(service.command?.slice(0, 4)).toEqual(['node', 'apps/cli/src/main.ts', 'run', app]);
      // The present does not wait for the history's store, nor do those that read the past from it; who does neither does not know its password.
      expect(Object.keys(service.depends_on ?? {})).toEqual(app === 'history' ? ['kafka', 'questdb'] : ['kafka']);
      expect(service.secrets?.includes('questdb_password') ?? false).toBe(['history', 'api', 'bots'].includes(app));
    }
    for (const [, { depends_on = {} }] of services)
      for (const [needed, { condition }] of Object.entries(depends_on)) {
        expect(compose.services[needed]).toBeDefined();
        expect(condition).toBe('service_healthy');
      }
  });

  test('QuestDB in its container is told what server.conf tells the one from its jar', () => {
    const keys = [...file('infra/questdb/server.conf').matchAll(/^([a-z\d.]+)=(.+)$/gm)]
      .map(([, key, value]) => [`QDB_${key!.replaceAll('.', '_').toUpperCase()}`, value] as const)
      // Of the file itself.
      .filter(([name]) => name !== 'QDB_CONFIG_VALIDATION_STRICT');
    expect(keys.length).toBeGreaterThan(15);
    expect(compose.services.questdb!.environment).toMatchObject(Object.fromEntries(keys));
  });

  test('what lasts lies on named volumes; what is mounted from the checkout is read-only', () => {
    const mounts = services.flatMap(([, { volumes = [] }]) => volumes);
    for (const mount of mounts.filter((text) => text.startsWith('.'))) expect(mount).toMatch(/:ro$/);
    const named = mounts.filter((text) => !text.startsWith('.')).map((text) => text.split(':')[0]);
    expect([...new Set(named)].sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  test('a login made through the API lies where ingest looks for it, and nobody else does', () => {
    const sharing = services.filter(([, { volumes = [] }]) => volumes.includes('login-data:/app/login'));
    expect(sharing.map(([name]) => name)).toEqual(['ingest', 'api']);
    const told = sharing.map(([, { environment }]) =>
      Object.fromEntries(Object.entries(environment).filter(([variable]) => variable.startsWith('SCHWAB_'))),
    );
    expect(told[0]).toEqual(told[1]);
    expect(told[0]).toMatchObject({ SCHWAB_TOKEN_PATH: '/app/login/schwab_token.json' });
    expect(file('infra/docker/Dockerfile')).toContain('mkdir -m 0700 data login && chown 1000:1000 data login');
  });

  test('no secret stands in the file or has a default: each is read from a file of its own', () => {
    for (const [name, { environment, secrets = [] }] of services) {
      for (const [variable, value] of Object.entries(environment)) {
        if (!/PASSWORD|SECRET|KEY|TOKEN/.test(variable) || /_PATH$/.test(variable)) continue;
        expect({ name, variable }).toEqual({ name, variable: expect.stringMatching(/_FILE$/) });
        const [, secret] = /\/run\/secrets\/(\w+)/.exec(value) ?? [];
        expect(secrets).toContain(secret);
      }
      for (const secret of secrets) expect(compose.secrets[secret]).toBeDefined();
    }
    expect(file('compose.yaml')).not.toMatch(/password:\s*['"]?\w+['"]?\s*$/im);
  });

  const read = composeReader();
  test.runIf(read !== null)("Docker's own parser reads it, with every profile", () => {
    expect(read!()).toEqual({ status: 0, text: '' });
  });
});

describe('the Dockerfile', () => {
  const dockerfile = file('infra/docker/Dockerfile');
  const stages = dockerfile.split(/^FROM /m).slice(1);
  const last = stages.at(-1)!;

  const lint = dockerfileLinter();
  test.runIf(lint !== null)('hadolint has nothing to object to', () => {
    expect(lint!()).toEqual({ status: 0, text: '' });
  });

  test('every base is a pinned version', () => {
    for (const stage of stages) expect(stage.split('\n')[0]).toMatch(/^\S+:\d+\.\d+\.\d+\S* AS \w+$/);
  });

  test('every image that runs has an unprivileged user', () => {
    for (const stage of stages.filter((text) => !/ AS dependencies$/m.test(text.split('\n')[0]!)))
      expect(stage).toMatch(/^USER [1-9]\d*:\d+$/m);
  });

  test('the product has no development packages, keeps everything under /app/data and is started by default', () => {
    expect(dockerfile).toContain('npm ci --omit=dev');
    expect(last).toMatch(/^VOLUME \/app\/data$/m);
    expect(last).toContain('GEX_DATA=/app/data');
    expect(last).toContain('HOST=0.0.0.0 PORT=8080');
    expect(last).toMatch(/^HEALTHCHECK /m);
    expect(last).toMatch(/^CMD \["node", "apps\/cli\/src\/main\.ts", "start"\]$/m);
  });

  test('what is not named does not reach the builder: no data, no secrets', () => {
    const rules = file('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(rules[0]).toBe('*');
    const sources = [...dockerfile.matchAll(/^COPY (?!--from)(?:--\S+ )?(.+) \S+$/gm)].flatMap(([, paths]) => paths!.split(' '));
    for (const source of sources)
      expect({ source, let: rules.some((rule) => rule.startsWith('!') && source.startsWith(rule.slice(1))) }).toEqual({
        source,
        let: true,
      });
  });
});
