export { type AlertCounts, alertSamples } from './alerting/alert-counts.ts';
export { defaultRules, houseChat } from './alerting/house-chat.ts';
export { readHeldAlerts } from './alerting/read-alerts.ts';
export {
  type Alerting,
  type AlertingOptions,
  type AlertingStatus,
  alertsGroup,
  alertTopics,
  startAlerting,
} from './alerting/start-alerting.ts';
export { botsSamples } from './bots-metrics.ts';
export type { ChatDirectory } from './chats/chat-directory.ts';
export { openChatDirectory } from './chats/open-chat-directory.ts';
export type { CommandSpec, OptionSpec } from './commands/command-spec.ts';
export type { People } from './desk/access.ts';
export { type DiscordOptions, discordPlatform } from './discord/discord-platform.ts';
export { discordSamples } from './discord/discord-samples.ts';
export { heatmapImage } from './images/heatmap-image.ts';
export { skewImage } from './images/skew-image.ts';
export { strikeTimeImage } from './images/strike-time-image.ts';
export { deliveryRecord, deliveryWithdrawal, type OutboxStamp } from './outbox/delivery-record.ts';
export { type OutboxBacklog, outboxBacklog } from './outbox/outbox-backlog.ts';
export { outboxSamples } from './outbox/outbox-samples.ts';
export { type Outbox, type OutboxOptions, type OutboxStatus, startOutbox } from './outbox/start-outbox.ts';
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
export { type Bots, type BotsOptions, type BotsStatus, startBots } from './start-bots.ts';
export { type TelegramOptions, type TelegramPlatform, telegramPlatform } from './telegram/telegram-platform.ts';
export { telegramSamples } from './telegram/telegram-samples.ts';
export { type Said, type TerminalLine, type TerminalLineOptions, terminalLine } from './terminal/terminal-line.ts';
export { terminalPlatform } from './terminal/terminal-platform.ts';
export { terminalText } from './terminal/terminal-text.ts';
