import { describe, expect, test } from 'vitest';
import { readCommandLine } from './command-line.ts';

describe('the command line of the launcher', () => {
  test('says nothing about ports or brokers that was not said to it, so that the folder can remember', () => {
    const line = readCommandLine(['up', '--dir', '/d']);
    expect(line).toEqual({ command: 'up', dir: '/d', kinds: ['kafka', 'questdb'], follow: false, yes: false });
  });

  test('a port base places Kafka on it and QuestDB ten above', () => {
    const line = readCommandLine(['up', '--port-base', '21000', '--brokers', '3']);
    expect(line).toMatchObject({ kafkaPort: 21_000, questDbPort: 21_010, brokers: 3 });
  });

  test('a port of its own wins over the base', () => {
    expect(readCommandLine(['up', '--port-base', '21000', '--kafka-port', '9092'])).toMatchObject({
      kafkaPort: 9092,
      questDbPort: 21_010,
    });
  });

  test('logs take the server as a word and -f', () => {
    expect(readCommandLine(['logs', 'kafka', '-f'])).toMatchObject({ command: 'logs', kinds: ['kafka'], follow: true });
  });

  test('without a command it helps', () => {
    expect(readCommandLine([]).command).toBe('help');
    expect(readCommandLine(['up', '--help']).command).toBe('help');
  });

  test.each([
    [['start'], 'there is no command "start"'],
    [['up', '--brokers', '2'], '--brokers is 1 or 3, not "2"'],
    [['up', '--kafka-port', '80'], '--kafka-port is a port from 1024 to 65522, not "80"'],
    [['up', '--kafka-port', 'x'], 'not "x"'],
    [['up', '--only', 'redis'], '"redis" is no server; there are kafka and questdb'],
    [['down', 'kafka'], 'down takes no "kafka"'],
    [['up', '--nope'], "Unknown option '--nope'"],
  ])('%j is refused: %s', (argv, message) => {
    expect(() => readCommandLine(argv)).toThrow(
      expect.objectContaining({ code: 'LAUNCHER_USAGE', message: expect.stringContaining(message) }),
    );
  });
});
