export type { Block, Button, ChatMessage, Line, Span } from './chat-message.ts';
export {
  type AlertFamily,
  type ChatRef,
  type ChatSettings,
  chatKey,
  type PlatformName,
  type QuietHours,
  type Snooze,
} from './chat-settings.ts';
