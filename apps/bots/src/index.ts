export type { ChatDirectory } from './chats/chat-directory.ts';
export type { CommandSpec, OptionSpec } from './commands/command-spec.ts';
export {
  ChatError,
  type ChatErrorKind,
  type ChatImage,
  type ChatPlatform,
  type FrontDesk,
  type Incoming,
  type PlatformHealth,
  type SendOptions,
} from './platform/chat-platform.ts';
