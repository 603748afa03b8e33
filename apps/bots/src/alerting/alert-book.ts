import {
  type AlertsStep,
  type ChatAlerts,
  emptyView,
  keptStates,
  localClock,
  type MarketView,
  noAlerts,
  type Observation,
  observe,
  recall,
  ruleStateOf,
  stepAlerts,
  underlyingsOf,
} from '@gexstream/alerts';
import { type AlertRule, type ChatSettings, chatKey, type EpochMs } from '@gexstream/domain';
import type { RuleStanding } from '../words/standing-words.ts';
import { type AlertState, stateKey } from './alert-states.ts';

/** How all chats stand on all underlyings. Holds no clock and does no I/O: what changed is asked for, and kept by whoever asks. */
export interface AlertBook {
  /** Null for what is older than what was seen. */
  see(observation: Observation): MarketView | null;
  /** What stood before: newer than nothing, so that what is read again counts. */
  recall(observation: Observation): void;
  /** One chat, one underlying, one observation later. */
  step(settings: ChatSettings, underlying: string, observation: Observation, now: EpochMs): AlertsStep;
  /** Lets go of the states of rules that the chat no longer has. */
  prune(settings: ChatSettings): void;
  /** Underlyings on which messages of this chat wait for what fires with them. */
  waiting(chat: string): readonly string[];
  /** How a rule of a chat stands, by underlying of which it has seen something. */
  standing(settings: ChatSettings, rule: AlertRule): readonly RuleStanding[];
  /** What has changed since the last call. */
  changed(): readonly AlertState[];
  /** Drops a chat; gives the keys under which it was kept. */
  forget(chat: string): readonly string[];
  underlyings(): readonly string[];
}

export const alertBook = (kept: readonly AlertState[]): AlertBook => {
  const views = new Map<string, MarketView>();
  const states = new Map<string, Map<string, ChatAlerts>>();
  const days = new Map<string, { readonly date: string; readonly messages: number }>();
  const changes = new Map<string, AlertState>();
  const ofChat = (chat: string): Map<string, ChatAlerts> => {
    const known = states.get(chat) ?? new Map<string, ChatAlerts>();
    states.set(chat, known);
    return known;
  };
  for (const state of kept) {
    if (state.of === 'net') views.set(state.underlying, { ...emptyView, samples: state.samples });
    else if (state.of === 'day') days.set(chatKey(state.chat), state);
    else ofChat(chatKey(state.chat)).set(state.underlying, state.alerts);
  }
  const note = (state: AlertState): void => void changes.set(stateKey(state), state);

  return {
    see(observation) {
      const { underlying } = observation;
      const before = views.get(underlying) ?? emptyView;
      const view = observe(before, observation);
      if (view === null) return null;
      views.set(underlying, view);
      if (view.samples !== null && view.samples !== before.samples) note({ of: 'net', underlying, samples: view.samples });
      return view;
    },
    recall(observation) {
      const { underlying } = observation;
      views.set(underlying, recall(views.get(underlying) ?? emptyView, observation));
    },
    step(settings, underlying, observation, now) {
      const { chat, timeZone } = settings;
      const key = chatKey(chat);
      const mine = ofChat(key);
      const known = mine.get(underlying) ?? noAlerts;
      const view = views.get(underlying) ?? emptyView;
      const messagesOn = (date: string): number => (days.get(key)?.date === date ? days.get(key)!.messages : 0);
      const messagesToday = (): number => messagesOn(localClock(observation.atMs, timeZone).date);
      const step = stepAlerts(known, { settings, underlying, observation, view, now, messagesToday });
      if (step.state !== known) {
        mine.set(underlying, step.state);
        note({ of: 'chat', chat, underlying, alerts: step.state });
      }
      if (step.begun > 0) {
        const { date } = localClock(observation.atMs, timeZone);
        const messages = messagesOn(date) + step.begun;
        days.set(key, { date, messages });
        note({ of: 'day', chat, date, messages });
      }
      return step;
    },
    prune({ chat, rules }) {
      for (const [underlying, alerts] of states.get(chatKey(chat)) ?? []) {
        const left = keptStates(alerts, rules);
        if (left === alerts) continue;
        ofChat(chatKey(chat)).set(underlying, left);
        note({ of: 'chat', chat, underlying, alerts: left });
      }
    },
    waiting: (chat) =>
      [...(states.get(chat) ?? [])].flatMap(([underlying, { groups }]) =>
        groups.some(({ revision }) => revision === 0) ? [underlying] : [],
      ),
    standing: (settings, rule) =>
      underlyingsOf(rule, settings).flatMap((underlying) => {
        const alerts = states.get(chatKey(settings.chat))?.get(underlying) ?? noAlerts;
        const state = ruleStateOf(alerts, rule, views.get(underlying) ?? emptyView, underlying);
        return state === undefined ? [] : [{ underlying, state }];
      }),
    changed() {
      const all = [...changes.values()];
      changes.clear();
      return all;
    },
    forget(chat) {
      const keys = [`day/${chat}`, ...[...(states.get(chat)?.keys() ?? [])].map((underlying) => `chat/${chat}/${underlying}`)];
      states.delete(chat);
      days.delete(chat);
      for (const key of keys) changes.delete(key);
      return keys;
    },
    underlyings: () => [...views.keys()].filter((underlying) => underlying !== '*'),
  };
};
