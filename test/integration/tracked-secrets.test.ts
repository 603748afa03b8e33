import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../support/project-root.ts';
import { secretPatterns, secretsIn } from '../support/secret-patterns.ts';

/** What is in the repository, or would be with the next commit; in a copy without one, everything but what is made here. */
const tracked = (): readonly string[] => {
  if (!existsSync(join(projectRoot, '.git')))
    return readdirSync(projectRoot, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(projectRoot, join(entry.parentPath, entry.name)))
      .filter((path) => !/(^|\/)(node_modules|\.cache|data|coverage)\//.test(path));
  return execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: projectRoot,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(projectRoot, path)));
};

/** Bytes that are no text hold no secret that anyone could read in passing. */
const textOf = (path: string): string => {
  const bytes = readFileSync(join(projectRoot, path));
  return bytes.includes(0) ? '' : bytes.toString('utf8');
};

test('X-01: no file of the repository holds a secret', () => {
  const files = tracked();
  expect(files.length).toBeGreaterThan(500);
  expect(files.flatMap((path) => secretsIn(path, textOf(path)))).toEqual([]);
});

// Made here, so that none of them stands in a file.
const letters = (count: number): string => randomBytes(count).toString('hex').slice(0, count);
const planted: Readonly<Record<string, string>> = {
  'a private key': `-----BEGIN EC PRIVATE ${'KEY'}----- ${letters(40)}`,
  'an access token of Schwab': `token = "I0.${letters(40)}@"`,
  'an authorisation code of Schwab': `?code=C0.${letters(30)}%40`,
  'a key of this API': `Bearer gex_${letters(43)}`,
  "a Telegram bot's token": `123456789:${letters(35)}`,
  "a Discord bot's token": `M${letters(24)}.${letters(6)}.${letters(30)}`,
  'a Discord webhook': `https://discord.com/api/${'webhooks'}/1234567890123/${letters(60)}`,
  'a Slack token or webhook': `xoxb-${letters(30)}`,
  'an AWS key': `AKIA${letters(16).toUpperCase()}`,
  'a GitHub token': `ghp_${letters(36)}`,
  'a signed JWT': `eyJ${letters(20)}.eyJ${letters(30)}.${letters(40)}`,
  'a password in an address': `postgres://admin:${letters(12)}@db.example.com/x`,
  'an assigned secret': `SCHWAB_APP_SECRET=aA1${letters(40)}`,
};

test('X-01: a planted one of each kind is found, with its place', () => {
  expect(Object.keys(planted)).toEqual(Object.keys(secretPatterns));
  for (const [what, text] of Object.entries(planted))
    expect([what, secretsIn('a-file', `first\n${text}\n`)]).toEqual([what, [`${what}: a-file:2`]]);
});
