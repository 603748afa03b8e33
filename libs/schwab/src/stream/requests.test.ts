import { describe, expect, test } from 'vitest';
import { clientFrameBytesMax } from '../wire/index.ts';
import {
  addCommands,
  commandRequest,
  keyListBytesMax,
  loginRequest,
  removeCommands,
  requestFrame,
  subscribeCommands,
} from './requests.ts';

const info = {
  streamerSocketUrl: 'wss://example.test/ws',
  schwabClientCustomerId: 'customer',
  schwabClientCorrelId: 'correl',
  schwabClientChannel: 'N9',
  schwabClientFunctionId: 'APIAPP',
};
const keys = Array.from({ length: 5_000 }, (_, index) => `SPXW  260320C0${String(1_000_000 + index * 1_000)}`);

describe('commands to the streamer', () => {
  test('a long list begins with SUBS and goes on with ADD, for SUBS replaces what stood', () => {
    const commands = subscribeCommands('LEVELONE_OPTIONS', keys, ['0', '2']);
    expect(commands.map(({ command }) => command)).toEqual(['SUBS', 'ADD', 'ADD']);
    expect(commands.flatMap((command) => command.keys)).toEqual(keys);
  });

  test('no key list passes 48 KB, and no frame the limit that closes the socket', () => {
    for (const command of [
      ...subscribeCommands('LEVELONE_OPTIONS', keys, ['0']),
      ...addCommands('LEVELONE_OPTIONS', keys, ['0']),
    ]) {
      expect(command.keys.join(',').length).toBeLessThanOrEqual(keyListBytesMax);
      expect(Buffer.byteLength(requestFrame(commandRequest(info, command, '1')))).toBeLessThan(clientFrameBytesMax);
    }
  });

  test('nothing to subscribe is no command', () => {
    expect(subscribeCommands('LEVELONE_OPTIONS', [], ['0'])).toEqual([]);
  });

  test('an UNSUBS names keys only', () => {
    const [command] = removeCommands('LEVELONE_OPTIONS', ['A']);
    expect(commandRequest(info, command!, '9').parameters).toEqual({ keys: 'A' });
  });

  test('the login carries the bare token and the ids of the preference', () => {
    expect(loginRequest(info, 'TOKEN', '0')).toEqual({
      requestid: '0',
      service: 'ADMIN',
      command: 'LOGIN',
      SchwabClientCustomerId: 'customer',
      SchwabClientCorrelId: 'correl',
      parameters: { Authorization: 'TOKEN', SchwabClientChannel: 'N9', SchwabClientFunctionId: 'APIAPP' },
    });
  });
});
