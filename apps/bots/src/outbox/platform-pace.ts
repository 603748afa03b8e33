import type { ChatRef, PlatformName } from '@gexstream/domain';

/** At most so many calls in any stretch of that length. */
export interface Rate {
  readonly calls: number;
  readonly withinMs: number;
}

/** How fast a platform is written to, a little under what it documents. Answers to commands do not pass here. */
export interface PlatformPace {
  readonly all: readonly Rate[];
  readonly chat: (chat: ChatRef) => readonly Rate[];
  /** Messages under way at once. One where the platform tells no duplicates: then a crash doubles one at most. */
  readonly inFlightMax: number;
  /** The second message with the same nonce is dropped by the platform, so that an unclear one can be sent again. */
  readonly tellsDuplicates: boolean;
}

const second = 1_000;

/** Telegram: about 30 a second in all, one a second in a chat, 20 a minute in a group. Groups and channels have negative ids. */
const telegram: PlatformPace = {
  all: [{ calls: 25, withinMs: second }],
  chat: ({ id }) => (id.startsWith('-') ? [perSecond, { calls: 18, withinMs: 60 * second }] : [perSecond]),
  inFlightMax: 1,
  tellsDuplicates: false,
};

const perSecond: Rate = { calls: 1, withinMs: second };

/** Discord: 50 a second in all; 5 in 5 seconds in a channel. It drops a message whose nonce it has seen in the past few minutes. */
const discord: PlatformPace = {
  all: [{ calls: 45, withinMs: second }],
  chat: () => [{ calls: 5, withinMs: 5 * second }],
  inFlightMax: 4,
  tellsDuplicates: true,
};

/** Of this machine: nothing limits it. */
const local: PlatformPace = { all: [], chat: () => [], inFlightMax: 1, tellsDuplicates: false };

export const platformPace: Readonly<Record<PlatformName, PlatformPace>> = { telegram, discord, terminal: local, page: local };
