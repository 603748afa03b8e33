import { parseRule, RuleError, ruleExamples, ruleText } from '@gexstream/alerts';
import type { AlertRule, Button, ChatSettings } from '@gexstream/domain';
import { chatLimits } from '../chats/new-chat.ts';
import { answer, complaint, text } from '../words/answers.ts';
import { snoozeWords, standingSnoozes } from '../words/snooze-words.ts';
import { standingWords } from '../words/standing-words.ts';
import { changeChat } from './change-chat.ts';
import { type Answer, type Command, type CommandCall, CommandError, type Office } from './command.ts';
import { refuseUnknown } from './known-symbol.ts';

const actions = ['add', 'list', 'pause', 'resume', 'rm', 'test', 'why'] as const;
type Action = (typeof actions)[number];

/** Rules of this chat: added as they are typed, listed, paused, tried, taken away. */
export const alertCommand: Command = {
  spec: {
    name: 'alert',
    summary: 'Rules of this chat: add, list, pause, resume, rm, test, why',
    options: [
      { name: 'action', summary: 'what to do; left out: list', required: false, kind: 'choice', choices: actions },
      { name: 'rule', summary: 'the rule in words, or its id', required: false, kind: 'rest' },
    ],
    audience: 'member',
    section: 'Alerts',
    onlyToAsker: false,
    examples: [
      'alert add SPX spot crosses flip',
      'alert add watchlist composite > 80',
      'alert list',
      'alert pause a1',
      'alert test a1',
    ],
  },
  run: (call) => {
    const [action = 'list', rest = ''] = call.args;
    if (!(actions as readonly string[]).includes(action))
      throw new CommandError(
        `alert takes ${actions.join(', ')}; got "${action.slice(0, 30)}".`,
        `For example: alert add ${ruleExamples[0]}`,
      );
    return done[action as Action](call, rest.trim());
  },
};

/** What of it changes the chat: in a group only its admins may. */
export const changesRules = (action: string): boolean => ['add', 'pause', 'resume', 'rm'].includes(action);

const done: Readonly<Record<Action, (call: CommandCall, rest: string) => Promise<Answer> | Answer>> = {
  add: async (call, rest) => {
    if (rest === '') throw new CommandError('Which rule?', ...ruleExamples.map((example) => `alert add ${example}`));
    const { rules } = await changeChat(call, (settings) => {
      if (settings.rules.length >= chatLimits.rulesMax)
        throw new CommandError(`A chat has ${chatLimits.rulesMax} rules at most.`, 'Take one away first: alert rm ID');
      const rule = asCommandError(() => parseRule(rest, freeId(settings.rules)));
      if (rule.underlyings !== 'watchlist') refuseUnknown(call.office.present, rule.underlyings);
      return { ...settings, rules: [...settings.rules, rule] };
    });
    return { message: ruleAnswer('Added', rules.at(-1)!) };
  },
  list: ({ settings, office }) => rulesAnswer(settings, office),
  pause: async (call, id) => ({
    message: ruleAnswer('Paused', await changeRule(call, id, (rule) => ({ ...rule, paused: true }))),
  }),
  resume: async (call, id) => ({
    message: ruleAnswer('Goes on', await changeRule(call, id, (rule) => ({ ...rule, paused: false }))),
  }),
  rm: async (call, id) => {
    const rule = ruleOf(call, id);
    await changeChat(call, (settings) => ({ ...settings, rules: settings.rules.filter((each) => each.id !== rule.id) }));
    return { message: { ...ruleAnswer('Removed', rule), buttons: [[listButton]] } };
  },
  test: (call, id) => {
    const rule = ruleOf(call, id);
    return {
      message: {
        ...answer(
          `🔔 A test of ${rule.id}: this is how it would sound`,
          text(['Why: ', { code: ruleText(rule) }], 'Nothing has happened; the rule stands as it was.'),
        ),
        buttons: [[listButton]],
      },
    };
  },
  why: (call, id) => ({ message: ruleAnswer('The rule behind it', ruleOf(call, id)) }),
};

const rulesAnswer = (settings: ChatSettings, { present, standing }: Office): Answer => {
  const { rules } = settings;
  if (rules.length === 0)
    return { message: complaint('No rule yet.', ...ruleExamples.slice(0, 4).map((example) => `alert add ${example}`)) };
  const now = present.feedNow();
  const snoozes = standingSnoozes(settings, now);
  return {
    message: {
      ...answer(
        `${rules.length} of ${chatLimits.rulesMax} rules`,
        ...(snoozes.length === 0 ? [] : [text(...snoozes.slice(-5).map(snoozeWords))]),
        ...rules.map((rule) =>
          text([{ bold: rule.id }, ` ${ruleText(rule)}`], ...standingWords(rule, standing(settings, rule), now)),
        ),
      ),
      buttons: [
        ...rules.slice(0, snoozes.length === 0 ? 5 : 4).map(ruleButtons),
        ...(snoozes.length === 0 ? [] : [[{ label: 'Unsnooze', command: 'unsnooze' }]]),
      ],
    },
    replace: true,
  };
};

const listButton: Button = { label: 'All rules', command: 'alert list' };

const ruleButtons = ({ id, paused }: AlertRule): readonly Button[] => [
  paused ? { label: `Resume ${id}`, command: `alert resume ${id}` } : { label: `Pause ${id}`, command: `alert pause ${id}` },
  { label: `Test ${id}`, command: `alert test ${id}` },
  { label: `Remove ${id}`, command: `alert rm ${id}` },
];

const ruleAnswer = (headline: string, rule: AlertRule) => ({
  ...answer(`${headline}: ${rule.id}`, text([{ code: ruleText(rule) }])),
  buttons: [[...ruleButtons(rule), listButton]],
});

const ruleOf = ({ settings: { rules } }: CommandCall, id: string): AlertRule => {
  const rule = rules.find((each) => each.id === id);
  if (rule !== undefined) return rule;
  throw new CommandError(
    id === '' ? 'Which rule?' : `There is no rule "${id.slice(0, 30)}" here.`,
    rules.length === 0 ? 'No rule yet: alert add …' : `Rules: ${rules.map((each) => each.id).join(', ')}`,
  );
};

const changeRule = async (call: CommandCall, id: string, to: (rule: AlertRule) => AlertRule): Promise<AlertRule> => {
  const { id: found } = ruleOf(call, id);
  const { rules } = await changeChat(call, (settings) => ({
    ...settings,
    rules: settings.rules.map((rule) => (rule.id === found ? to(rule) : rule)),
  }));
  return rules.find((rule) => rule.id === found)!;
};

const freeId = (rules: readonly AlertRule[]): string => {
  for (let number = 1; ; number++) if (!rules.some(({ id }) => id === `a${number}`)) return `a${number}`;
};

const asCommandError = <T>(work: () => T): T => {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof RuleError) throw new CommandError(cause.message);
    throw cause;
  }
};
