import { expect, test } from 'vitest';
import { goOnText } from './go-on.ts';
import { questDbPorts } from './questdb-environment.ts';

const usual = { dir: '/p/data/infra', usualDir: '/p/data/infra', bootstrap: '127.0.0.1:9092', questDb: questDbPorts(9000) };

test('on the usual ports in the usual folder the flags are enough', () => {
  expect(goOnText(usual)).toBe(
    'go on:    npm start -- --kafka 127.0.0.1:9092 --questdb 127.0.0.1\nstop:     npm run infra -- down\n',
  );
});

test('elsewhere the product is told where the password lies and on which port queries are answered', () => {
  expect(goOnText({ ...usual, dir: "/tmp/my folder's", bootstrap: '127.0.0.1:21000', questDb: questDbPorts(21_010) })).toBe(
    [
      "go on:    GEX_INFRA='/tmp/my folder'\\''s' QUESTDB_PG_PORT=21012 npm start -- --kafka 127.0.0.1:21000 --questdb 127.0.0.1:21010",
      "stop:     npm run infra -- down --dir '/tmp/my folder'\\''s'",
      '',
    ].join('\n'),
  );
  expect(goOnText({ ...usual, questDb: questDbPorts(9000, 8813) })).toContain('QUESTDB_PG_PORT=8813 npm start');
});

test('where one of the two is missing, what brings it comes first', () => {
  for (const half of [{ bootstrap: null }, { questDb: null }])
    expect(goOnText({ ...usual, ...half })).toMatch(/^go on: +npm run infra -- up {3}\(the product needs Kafka and QuestDB\)\n/);
});
