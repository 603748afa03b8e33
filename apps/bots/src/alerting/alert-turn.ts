import type { AlertsStep, Observation } from '@gexstream/alerts';
import type { BusRecord } from '@gexstream/bus';
import { type ChatSettings, type Clock, chatKey, type EpochMs } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { ChatDirectory } from '../chats/chat-directory.ts';
import type { AlertBook } from './alert-book.ts';
import type { alertCounts } from './alert-counts.ts';
import { alertRecord, endRecord, groupRecord } from './alert-records.ts';
import { forgottenState, type Head, stateRecord } from './alert-states.ts';
import { houseSettings } from './house-chat.ts';

export interface AlertTurnOptions {
  readonly book: AlertBook;
  readonly counts: ReturnType<typeof alertCounts>;
  readonly directory: Pick<ChatDirectory, 'all'>;
  /** Whether a chat may have alerts now. */
  readonly welcomes: (settings: ChatSettings) => boolean;
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether chats are told anything. */
  readonly sends: boolean;
  readonly feedNote: string;
  /** The feed's time when something of this moment is dealt with. */
  readonly feedNow: (at: EpochMs) => EpochMs;
}

/** All chats, one after the other, on what was observed. */
export const alertTurn = ({ book, counts, directory, welcomes, clock, log, sends, feedNote, feedNow }: AlertTurnOptions) => {
  let failures = 0;
  let chats: readonly ChatSettings[] | null = null;
  /** Those that alerts are for: of a stranger, or where nothing can be sent, nothing is reckoned. */
  const listening = (): readonly ChatSettings[] => {
    chats ??= [
      houseSettings(book.underlyings()),
      ...directory.all().filter((settings) => welcomes(settings) && settings.unreachable === null && settings.rules.length > 0),
    ];
    return chats;
  };

  const stepOne = (settings: ChatSettings, underlying: string, observation: Observation, head: Head): readonly BusRecord[] => {
    try {
      const step = book.step(settings, underlying, observation, feedNow(observation.atMs));
      return recordsOf(settings, underlying, step, { ...head, eventMs: observation.atMs });
    } catch (error) {
      // One chat's trouble, such as a time zone that does not exist, is not the others'.
      failures += 1;
      log.error({ err: error, platform: settings.chat.platform, rules: settings.rules.length }, 'alerts of a chat failed');
      return [];
    }
  };
  const recordsOf = (settings: ChatSettings, underlying: string, step: AlertsStep, head: Head): readonly BusRecord[] => {
    for (const alert of step.alerts) {
      const rule = settings.rules.find(({ id }) => id === alert.ruleId)!;
      counts.count(rule.condition.kind, alert);
    }
    const telling = { settings, underlying, feedNote, wallMs: clock.now() };
    return [
      ...step.alerts.map((alert) => alertRecord(alert, underlying, head)),
      ...(sends ? step.told.map((group) => groupRecord(group, telling, head)) : []),
      ...(sends ? step.ended.map((member) => endRecord(member, telling, head)) : []),
    ];
  };
  const takeOne = (observation: Observation, head: Head): readonly BusRecord[] => {
    const known = book.underlyings().length;
    if (book.see(observation) === null) return [];
    if (book.underlyings().length !== known) chats = null;
    return listening().flatMap((settings) => {
      const { underlying, source } = observation;
      const underlyings = source === 'time' ? book.waiting(chatKey(settings.chat)) : [underlying];
      return underlyings.flatMap((each) => stepOne(settings, each, observation, head));
    });
  };

  return {
    take: (observations: readonly Observation[], head: Head): readonly BusRecord[] =>
      observations.flatMap((observation) => takeOne(observation, head)),
    /** What was so when this process began: to be shown, and compared with, not to be told. */
    recall: (observations: readonly Observation[]): void => observations.forEach(book.recall),
    states: (head: Head): readonly BusRecord[] => book.changed().map((state) => stateRecord(state, head)),
    /** A chat has other settings, or is forgotten: what is to be taken off the topic then. */
    changed(key: string, settings: ChatSettings | undefined, now: EpochMs): readonly BusRecord[] {
      chats = null;
      if (settings === undefined) return book.forget(key).map((kept) => forgottenState(kept, now));
      book.prune(settings);
      return [];
    },
    failures: () => failures,
  };
};
