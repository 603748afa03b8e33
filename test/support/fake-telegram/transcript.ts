import type { FakeMessage } from './chat-state.ts';
import type { FakeTelegram, RecordedCall } from './start-fake-telegram.ts';

/** What was asked of the server and what it answered, and what stands in the chats at the end: for people to review. */
export const transcript = (fake: FakeTelegram, chatIds: readonly number[]): string =>
  [
    ...fake.calls.filter(({ method }) => !setup.has(method)).map(asked),
    ...chatIds.flatMap((id) => [`chat ${id} shows`, ...fake.messages(id).flatMap(shown)]),
    '',
  ].join('\n');

const setup = new Set(['getMe', 'deleteWebhook', 'setMyCommands']);

const asked = ({ method, parameters, answer }: RecordedCall): string => {
  const { chat_id, message_id, text, caption, media, disable_notification } = parameters;
  const words = text ?? caption ?? (media as { caption?: string } | undefined)?.caption;
  const what = [
    chat_id === undefined ? null : `chat ${chat_id}`,
    message_id === undefined ? null : `message ${message_id}`,
    disable_notification ? 'silent' : null,
    words === undefined ? null : JSON.stringify(words),
  ];
  return `${method} ${what.filter((part) => part !== null).join(' ')} → ${answer}`;
};

const shown = (message: FakeMessage): readonly string[] => {
  const words = message.text ?? message.caption ?? '';
  const buttons = message.reply_markup?.inline_keyboard.map((row) => `  ${row.map(({ text }) => `[${text}]`).join(' ')}`) ?? [];
  return [`  #${message.message_id}${message.photo ? ' 🖼' : ''}`, ...words.split('\n').map((line) => `  │ ${line}`), ...buttons];
};
