export { readMarkdown } from './read-markdown.ts';
export { Refusal, rateLimited, refusal } from './refusal.ts';
export { type FakeDiscord, type RecordedCall, startFakeDiscord } from './start-fake-discord.ts';
export { transcript } from './transcript.ts';
export { type FakeChannel, type FakeMessage, type FakeUser, permission } from './world.ts';
