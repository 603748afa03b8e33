export type { FakeChat, FakeMessage, FakeUser } from './chat-state.ts';
export { parseHtml } from './html-entities.ts';
export { badRequest, Refusal } from './refusal.ts';
export { type FakeTelegram, type RecordedCall, startFakeTelegram } from './start-fake-telegram.ts';
export { transcript } from './transcript.ts';
