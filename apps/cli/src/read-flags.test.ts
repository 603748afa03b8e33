import { expect, test } from 'vitest';
import { readFlags } from './read-flags.ts';
import { UsageError } from './usage-error.ts';

const options = { port: { type: 'string' }, json: { type: 'boolean' } } as const;

test('flags and what stands between them are read', () => {
  const { values, positionals } = readFlags(['file', '--port', '8081', '--json'], options);
  expect([{ ...values }, positionals]).toEqual([{ port: '8081', json: true }, ['file']]);
});

test.each([['--wat'], ['--wat=3']])('an unknown flag (%s) is named, beside those that there are', (flag) => {
  expect(() => readFlags([flag], options)).toThrow(new UsageError('there is no option --wat here; there are --port, --json'));
  expect(() => readFlags([flag], {})).toThrow('there is no option --wat here; it takes none');
});

test('a flag without its value is said to lack it', () => {
  expect(() => readFlags(['--port'], options)).toThrow(/--port <value>/);
});
