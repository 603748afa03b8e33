import type { MessageBody } from './check-message.ts';
import type { RecordedCall } from './start-fake-discord.ts';
import type { FakeMessage } from './world.ts';

/** What was asked of the server and what it answered, and what stands in channels at the end: for people to review. */
export const transcript = (calls: readonly RecordedCall[], channels: ReadonlyMap<string, readonly FakeMessage[]>): string =>
  [
    ...calls.filter(({ route }) => !setup.test(route)).map(asked),
    ...[...channels].flatMap(([name, messages]) => [`${name} shows`, ...messages.flatMap(shown)]),
    '',
  ].join('\n');

const setup = /gateway|applications/;

const wordsMax = 200;

const asked = ({ route, body, answer }: RecordedCall): string => {
  const { content, embeds = [] } = (body ?? {}) as MessageBody;
  const words = [content, ...(embeds ?? []).map(({ description }) => description)].filter(Boolean).join('\n');
  const said = words.length > wordsMax ? `${words.slice(0, wordsMax)}…` : words;
  return `${route}${said === '' ? '' : ` ${JSON.stringify(said)}`} → ${answer}`;
};

const shown = ({ content, embeds, attachments, rows, onlyFor, flags }: FakeMessage): readonly string[] => {
  const marks = [onlyFor === null ? null : 'only for who asked', (flags & 4_096) === 0 ? null : 'silent'].filter(
    (mark) => mark !== null,
  );
  return [
    `  ▸ ${content}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`,
    ...attachments.map(({ filename, description }) => `    🖼 ${filename}: ${description ?? 'no description'}`),
    ...embeds.flatMap(({ description = '' }) => description.split('\n').map((line) => `    │ ${line}`)),
    ...rows.map((row) => `    ${row.map(({ label }) => `[${label}]`).join(' ')}`),
  ];
};
