import type { APIEmbed } from 'discord.js';
import type { RegisteredCommand } from './check-commands.ts';

export interface FakeUser {
  readonly id: string;
  readonly username: string;
  /** As Discord names languages: `en-US`, `de`. */
  readonly locale: string;
  /** Whether the bot may write to this person. */
  takesDms: boolean;
}

export interface FakeGuild {
  readonly id: string;
  readonly name: string;
  hasBot: boolean;
}

export interface FakeChannel {
  readonly id: string;
  readonly name: string;
  /** null: a private talk. */
  readonly guild: string | null;
  /** Whose private talk with the bot it is; null in a guild. */
  readonly recipient: string | null;
  /** What the bot may do there. */
  botPermissions: bigint;
  readonly messages: Map<string, FakeMessage>;
}

export interface FakeButton {
  readonly type: 2;
  readonly style: number;
  readonly label?: string;
  readonly custom_id?: string;
  readonly url?: string;
  readonly disabled?: boolean;
  readonly emoji?: { readonly id?: string | null; readonly name: string };
}

export interface FakeAttachment {
  readonly id: string;
  readonly filename: string;
  readonly description?: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface MessageContent {
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly rows: readonly (readonly FakeButton[])[];
  readonly attachments: readonly FakeAttachment[];
  readonly flags: number;
  /** Whom it pings; `everyone` may be among them. */
  readonly pings: readonly string[];
}

export interface FakeMessage extends MessageContent {
  readonly id: string;
  readonly channel: string;
  readonly createdMs: number;
  readonly editedMs: number | null;
  readonly nonce: string | null;
  /** The only one who sees it; null: everybody in the channel. */
  readonly onlyFor: string | null;
  /** The interaction that it answers. */
  readonly answers: FakeInteraction | null;
}

export interface FakeInteraction {
  readonly id: string;
  readonly token: string;
  readonly kind: 'command' | 'autocomplete' | 'button';
  readonly user: string;
  readonly channel: string;
  readonly atMs: number;
  /** The message that the button is on. */
  readonly source: string | null;
  /** Type of the callback; null until the bot has called. */
  callback: number | null;
  /** What `@original` means. */
  original: string | null;
  /** Messages that answered, in their order. */
  readonly messages: string[];
  /** Of an autocomplete. */
  choices: readonly { readonly name: string; readonly value: string | number }[] | null;
}

/** All that the server knows. */
export interface World {
  readonly users: Map<string, FakeUser>;
  readonly guilds: Map<string, FakeGuild>;
  readonly channels: Map<string, FakeChannel>;
  /** By token. */
  readonly interactions: Map<string, FakeInteraction>;
  /** By nonce, while it is remembered. */
  readonly nonces: Map<string, { readonly message: FakeMessage; readonly atMs: number }>;
  commands: readonly RegisteredCommand[];
  /** WebSocket address that is told to bots. */
  gatewayUrl: string;
  /** Of the server's clock, which tests may put forward. */
  now(): number;
  nextId(): string;
}

/** The application and its bot have one id. */
export const botId = '1000000000000000001';

export const createWorld = (now: () => number): World => {
  let last = 0n;
  return {
    users: new Map(),
    guilds: new Map(),
    channels: new Map(),
    interactions: new Map(),
    nonces: new Map(),
    commands: [],
    gatewayUrl: '',
    now,
    // A snowflake tells its time, and no two are the same.
    nextId: () => {
      const made = BigInt(now() - 1_420_070_400_000) << 22n;
      last = made > last ? made : last + 1n;
      return String(last);
    },
  };
};

/** The private talk with somebody, which begins when it is first asked for. */
export const dmOf = (world: World, user: string): FakeChannel => {
  for (const channel of world.channels.values()) if (channel.recipient === user) return channel;
  const channel = {
    id: world.nextId(),
    name: '',
    guild: null,
    recipient: user,
    botPermissions: allPermissions,
    messages: new Map(),
  };
  world.channels.set(channel.id, channel);
  return channel;
};

export const permission = {
  administrator: 1n << 3n,
  manageGuild: 1n << 5n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readHistory: 1n << 16n,
  useCommands: 1n << 31n,
} as const;

/** All that a bot of this kind asks for when it is invited. */
export const allPermissions =
  permission.viewChannel | permission.sendMessages | permission.embedLinks | permission.attachFiles | permission.readHistory;
