import fc from 'fast-check';
import type { OpenApi, Operation, Parameter } from './open-api.fixture.ts';

export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly contentType: string | null;
  readonly body: string | null;
}

const nasty = [
  '',
  '../../etc/passwd',
  "SPX'; DROP TABLE gex_levels; --",
  '" OR 1=1',
  '__proto__',
  'constructor',
  'toString',
  'ＳＰＸ',
  'S\u0000PX',
  'SPX\r\nx: y',
  '\u202eXPS',
  'ß'.repeat(40),
  'A'.repeat(3_000),
  '-1',
  '1e308',
  'NaN',
  '99999999999999999999',
  '9007199254740993',
  '2026-02-30',
  '+275760-09-13T00:00:00.001Z',
  '<script>',
  '%00',
];
const texts = fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 12 }));

/** Every byte that an address cannot hold as it is, encoded; half a pair of surrogates becomes what encoders make of it. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

const plausible: Readonly<Record<string, readonly string[]>> = {
  symbol: ['SPX', 'spy', '$SPX', 'NDX', 'BRK.B'],
  symbols: ['SPX', 'SPX,SPY', 'SPX,NDX'],
  interval: ['1m', '1d'],
  from: ['0', '2026-11-20'],
  to: ['1', '2026-11-21'],
  limit: ['1', '10000'],
  table: ['gex_levels', 'underlying_bars'],
};

const textFor = ({ name, schema }: Parameter): fc.Arbitrary<string> =>
  fc.oneof(texts, fc.constantFrom(...(plausible[name] ?? schema.enum ?? ['true'])));

const queryOf = (parameters: readonly Parameter[]): fc.Arbitrary<string> => {
  const given = parameters.map((parameter) =>
    fc.option(textFor(parameter).map((value) => `${parameter.name}=${encoded(value)}`)),
  );
  const stray = fc.option(
    fc.tuple(texts, texts).map(([name, value]) => `${encoded(name)}=${encoded(value)}`),
    { freq: 4 },
  );
  const twice = fc.constantFrom(1, 1, 1, 2);
  return fc.tuple(stray, twice, ...given).map(([more, times, ...parts]) => {
    const said = [more, ...parts].filter((part) => part !== null);
    return Array.from({ length: times }, () => said)
      .flat()
      .join('&');
  });
};

const bodies = fc.oneof(
  fc.json({ maxDepth: 3 }),
  texts,
  fc.constantFrom(
    '{"minutes":',
    '{"__proto__":{"minutes":1}}',
    '{"constructor":{"prototype":{"x":1}}}',
    '{"minutes":1e999}',
    '{"minutes":60,"scope":"admin"}',
    '['.repeat(20_000),
    JSON.stringify('x'.repeat(200_000)),
    '\ufeff{}',
    'null',
  ),
);

const requestOf = (path: string, method: string, { parameters = [] }: Operation): fc.Arbitrary<HostileRequest> => {
  const inPath = parameters.filter((each) => each.in === 'path');
  const inQuery = parameters.filter((each) => each.in === 'query');
  const types = fc.constantFrom(
    'application/json',
    'application/json',
    'text/plain',
    'application/xml',
    'multipart/form-data',
    '',
  );
  return fc
    .record({
      values: fc.tuple(...inPath.map(textFor)),
      query: queryOf(inQuery),
      body: method === 'get' ? fc.constant(null) : fc.option(bodies),
      contentType: types,
    })
    .map(({ values, query, body, contentType }) => {
      const filled = values.reduce<string>(
        (text, value, index) => text.replace(`{${inPath[index]!.name}}`, () => encoded(value)),
        path,
      );
      return {
        method: method.toUpperCase(),
        path: query === '' ? filled : `${filled}?${query}`,
        contentType: body === null || contentType === '' ? null : contentType,
        body,
      };
    });
};

/** Requests made from a document's own words: each value plausible, hostile or random. The same seed gives the same ones. */
export const hostileRequests = (openApi: OpenApi, count: number, seed: number): readonly HostileRequest[] => {
  const routes = Object.entries(openApi.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => requestOf(path, method, operation)),
  );
  return fc.sample(fc.oneof(...routes), { numRuns: count, seed });
};
