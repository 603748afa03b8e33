import { hash, randomBytes } from 'node:crypto';
import {
  type ChatRef,
  chatKey,
  type EpochMs,
  type Feed,
  type LinkCode,
  type LinkEnd,
  schemaVersion,
  sessionDate,
} from '@gexstream/domain';
import type { BusRecord } from './bus.ts';
import { encodeEvent } from './codec/index.ts';
import { topic } from './topics.ts';

/** How long a code may be typed in. */
export const linkCodeMs = 10 * 60_000;

/** Without I, O, 0 and 1, which people take for each other. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A new code, `K7QPA-2MXVD`: 50 random bits, which nobody guesses, nor finds from their hash, in the time that it counts. */
export const newLinkCode = (): string => {
  const text = Array.from(randomBytes(10), (byte) => letters[byte % letters.length]).join('');
  return `${text.slice(0, 5)}-${text.slice(5)}`;
};

/** As a code is kept; written in any case, with or without the stroke, it is the same. */
export const linkCodeSha256 = (typed: string): string => hash('sha256', typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''));

export interface LinkStamp {
  readonly feed: Feed;
  /** Of the process that says it. */
  readonly run: string;
  /** Wall time. */
  readonly now: EpochMs;
}

/** A user has one code at a time: a new one takes the place of the one before. */
export const linkCodeRecord = (code: LinkCode, stamp: LinkStamp): BusRecord =>
  recordOf(codeKey(code.user), { kind: 'link-code', body: code }, stamp);

/** The code is used up. */
export const linkCodeRemoval = (user: string, now: EpochMs): BusRecord => removal(codeKey(user), now);

export const linkEndRecord = (end: LinkEnd, stamp: LinkStamp): BusRecord =>
  recordOf(endKey(end.chat), { kind: 'link-end', body: end }, stamp);

export const linkEndRemoval = (chat: ChatRef, now: EpochMs): BusRecord => removal(endKey(chat), now);

const codeKey = (user: string): string => `code/${user}`;
const endKey = (chat: ChatRef): string => `end/${chatKey(chat)}`;

const removal = (key: string, now: EpochMs): BusRecord => ({ topic: topic.links.name, key, value: null, timestampMs: now });

const recordOf = (
  key: string,
  { kind, body }: { readonly kind: 'link-code' | 'link-end'; readonly body: unknown },
  { feed, run, now }: LinkStamp,
): BusRecord => {
  const times = { eventMs: now, receiveMs: now, emitMs: now, sessionDate: sessionDate(now) };
  const event = { kind, version: schemaVersion[kind], feed, run, underlying: '*', seq: 0, ...times, body };
  return { topic: topic.links.name, key, value: encodeEvent(event), timestampMs: now };
};
