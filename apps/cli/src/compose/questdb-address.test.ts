import { expect, test } from 'vitest';
import { readStartConfig } from '../config.ts';
import { questDbAddress } from './questdb-address.ts';

const address = (environment: Readonly<Record<string, string>>) => questDbAddress(readStartConfig([], environment));

test('C2: the password that QuestDB is published with opens nothing on a network', () => {
  const published = { QUESTDB_PASSWORD: 'quest' };
  expect(() => address({ ...published, QUESTDB_HOST: 'questdb.example' })).toThrow(
    /questdb.example has the password.*set another/,
  );
  expect(address({ ...published, QUESTDB_HOST: '127.0.0.1' })).toMatchObject({ host: '127.0.0.1', password: 'quest' });
  expect(address({ QUESTDB_PASSWORD: 'another', QUESTDB_HOST: 'questdb.example:9000' })).toMatchObject({ httpPort: 9_000 });
});

test('C1: without a password it says which variable wants one', () => {
  expect(() => address({ QUESTDB_HOST: 'questdb.example' })).toThrow('QuestDB wants a password: set QUESTDB_PASSWORD_FILE');
});
