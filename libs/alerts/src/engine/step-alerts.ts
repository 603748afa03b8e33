import type { AlertRule, ChatSettings, EpochMs } from '@gexstream/domain';
import { type AlertGroup, type GroupMember, livingGroups, withDue } from '../messages/alert-group.ts';
import { conditionTraits, lookAt } from '../readings/condition-traits.ts';
import { conditionText } from '../rules/condition-grammar.ts';
import type { MarketView, Observation } from '../sight/market-view.ts';
import { type Happening, isNewsAgain, type Seen, whenFired, whenResolved } from './happenings.ts';
import { firstState, type RuleState, stepRule } from './rule-state.ts';

/** The alerts of one chat on one underlying. */
export interface ChatAlerts {
  /** By rule and what it is about: a rule that is changed begins anew. */
  readonly rules: Readonly<Record<string, RuleState>>;
  readonly groups: readonly AlertGroup[];
}

export const noAlerts: ChatAlerts = { rules: {}, groups: [] };

export interface AlertsInput {
  readonly settings: ChatSettings;
  readonly underlying: string;
  readonly observation: Observation;
  /** With the observation in it. */
  readonly view: MarketView;
  /** The feed's time, which events of a backlog lie behind. */
  readonly now: EpochMs;
  /** Messages of alerts that the chat has had this day of its own zone. */
  readonly messagesToday: () => number;
}

export interface AlertsStep {
  /** The same object where nothing has changed. */
  readonly state: ChatAlerts;
  readonly alerts: readonly Happening['alert'][];
  /** Whose message is to be sent or edited now. */
  readonly told: readonly AlertGroup[];
  /** Ends that are to be told by a message of their own. */
  readonly ended: readonly GroupMember[];
  /** How many messages were begun. */
  readonly begun: number;
}

/** One observation later. Pure, by event time: the same observations give the same alerts, whenever they are read. */
export const stepAlerts = (before: ChatAlerts, input: AlertsInput): AlertsStep => {
  const happenings: Happening[] = [];
  let { rules, groups } = before;
  let begun = 0;
  for (const rule of input.settings.rules) {
    if (!concerns(rule, input)) continue;
    const { condition } = rule;
    const { momentary } = conditionTraits[condition.kind];
    const key = stateKey(rule);
    const old = rules[key] ?? firstState;
    const past = { reference: old.reference, firing: old.firing !== null };
    const reading = lookAt(condition, input.view, past, input.underlying);
    const { state, happened } = stepRule(old, reading, input.observation.atMs, rule, momentary);
    const seen = (): Seen => ({ ...input, rule, reading, old, state, groups, begun });
    if (happened === null && !(state.firing?.suppressed && isNewsAgain(seen()))) {
      if (state !== old) rules = { ...rules, [key]: state };
      continue;
    }
    const happening = happened === 'resolved' ? whenResolved(seen()) : whenFired(seen());
    happenings.push(happening);
    begun += happening.groups.length > groups.length ? 1 : 0;
    rules = { ...rules, [key]: happening.state };
    ({ groups } = happening);
  }
  groups = withDue(groups, input.observation.atMs);
  const told = groups.filter((group) => group.revision > 0 && !before.groups.includes(group));
  // Told of first: what has just ended is changed by nothing any more.
  groups = livingGroups(groups, input.observation.atMs);
  const changed = rules !== before.rules || groups !== before.groups;
  return {
    state: changed ? { rules, groups } : before,
    told,
    alerts: happenings.map(({ alert }) => alert),
    ended: happenings.flatMap(({ ended }) => (ended === null ? [] : [ended])),
    begun,
  };
};

/** The state without that of rules there are no longer. */
export const keptStates = (state: ChatAlerts, rules: readonly AlertRule[]): ChatAlerts => {
  const alive = new Set(rules.map(stateKey));
  const entries = Object.entries(state.rules);
  const kept = entries.filter(([key]) => alive.has(key));
  return kept.length === entries.length ? state : { ...state, rules: Object.fromEntries(kept) };
};

/** What a chat may show of a rule: how it stands, when it last told something. Undefined while it has seen nothing. */
export const ruleStateOf = (state: ChatAlerts, rule: AlertRule, view: MarketView, underlying: string): RuleState | undefined => {
  const kept = state.rules[stateKey(rule)];
  if (kept !== undefined) return kept;
  // Looks that changed nothing leave no state: whether there was anything to see tells them from none.
  const { zone } = lookAt(rule.condition, view, { reference: null, firing: false }, underlying);
  return zone === 'missing' ? undefined : firstState;
};

/** Whose changes a rule looks at. */
export const underlyingsOf = (
  { condition, underlyings }: AlertRule,
  { watchlist }: Pick<ChatSettings, 'watchlist'>,
): readonly string[] => {
  if (condition.kind === 'login-expiring') return ['*'];
  return underlyings === 'watchlist' ? watchlist : underlyings;
};

const concerns = (rule: AlertRule, { observation, settings, underlying }: AlertsInput): boolean => {
  if (rule.paused || conditionTraits[rule.condition.kind].source !== observation.source) return false;
  return underlyingsOf(rule, settings).includes(underlying);
};

/** Rules never change in place, and each is looked at several times a second. */
const keys = new WeakMap<AlertRule, string>();

const stateKey = (rule: AlertRule): string => {
  const known = keys.get(rule);
  if (known !== undefined) return known;
  const key = [rule.id, ...conditionText(rule.condition)].join(' ');
  keys.set(rule, key);
  return key;
};
