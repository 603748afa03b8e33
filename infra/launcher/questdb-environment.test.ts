import { describe, expect, test } from 'vitest';
import { questDbEnvironment, questDbPorts } from './questdb-environment.ts';

const files = { passwordFile: '/d/password', readonlyPasswordFile: '/d/readonly-password' };

describe('the ports of QuestDB', () => {
  test('beside 9000 they are its own', () => {
    expect(questDbPorts(9000)).toEqual({ http: 9000, pg: 8812, health: 9003 });
  });
  test('beside another they follow it', () => {
    expect(questDbPorts(21_510)).toEqual({ http: 21_510, pg: 21_512, health: 21_513 });
  });
  test('Postgres wire may be put elsewhere', () => {
    expect(questDbPorts(9000, 5555)).toEqual({ http: 9000, pg: 5555, health: 9003 });
  });
});

describe('the environment of QuestDB', () => {
  const environment = questDbEnvironment(questDbPorts(9000), files);

  test('every address is loopback', () => {
    const bound = Object.entries(environment).filter(([name]) => name.endsWith('BIND_TO'));
    expect(bound.map(([, address]) => address)).toEqual(['127.0.0.1:9000', '127.0.0.1:8812', '127.0.0.1:9003']);
  });

  test('passwords are named as files, never as values', () => {
    const passwords = Object.keys(environment).filter((name) => name.includes('PASSWORD'));
    expect(passwords).toHaveLength(3);
    expect(passwords.every((name) => name.endsWith('_FILE'))).toBe(true);
  });

  test('the user that may only read has another password', () => {
    expect(environment.QDB_PG_READONLY_USER_ENABLED).toBe('true');
    expect(environment.QDB_PG_READONLY_PASSWORD_FILE).not.toBe(environment.QDB_PG_PASSWORD_FILE);
  });

  test("the caller's own variables win", () => {
    expect(questDbEnvironment(questDbPorts(9000), files, { QDB_HTTP_USER: 'other' }).QDB_HTTP_USER).toBe('other');
  });
});
