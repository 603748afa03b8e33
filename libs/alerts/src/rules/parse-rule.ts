import { type AlertCondition, type AlertRule, underlyingNamed } from '@gexstream/domain';
import { RuleError } from '../errors.ts';
import { boundsProblem } from './condition-bounds.ts';
import { conditionGrammar, conditionKinds, readCondition } from './condition-grammar.ts';
import { durationText, readDuration } from './quantity-text.ts';
import { type RuleTiming, ruleDefaults, ruleLimits } from './rule-defaults.ts';

const optionWords = ['exit', 'for', 'keep', 'cooldown', 'resolved', 'info', 'warning', 'critical', 'paused'] as const;
type OptionWord = (typeof optionWords)[number];
const beforeOption = new RegExp(` (?=(?:${optionWords.join('|')})(?: |$))`);
const symbolPattern = /^[A-Z][A-Z0-9]{0,9}$/;

/** One of each kind, as it would be typed. */
export const ruleExamples: readonly string[] = conditionKinds.map((kind) => conditionGrammar[kind].example);

/**
 * The rule that was typed: `SPX spot crosses flip for 30s cooldown 5m critical`. Symbols first, by commas, or `watchlist`; then the condition;
 * then options in any order. Throws a `RuleError` that says what is wrong and shows an example.
 */
export const parseRule = (text: string, id: string): AlertRule => {
  const [head = '', ...options] = normalised(text).split(beforeOption);
  const typed = optionsOf(options);
  const { underlyings, condition } = readHead(head, typed.get('exit'));
  const problem = boundsProblem(condition);
  if (problem !== null) throw new RuleError(`${problem}. For example: ${exampleOf(condition.kind)}.`);
  return { id, underlyings, condition, ...timingOf(condition, typed), paused: typed.has('paused') };
};

const normalised = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/(>=|≥|>|<)/g, ' $1 ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(', ', ',')
    .trim();

const optionsOf = (options: readonly string[]): ReadonlyMap<OptionWord, string> => {
  const typed = new Map<OptionWord, string>();
  for (const option of options) {
    const [word, ...rest] = option.split(' ') as [OptionWord, ...string[]];
    if (typed.has(word)) throw new RuleError(`"${word}" stands twice: keep one.`);
    typed.set(word, rest.join(' '));
  }
  return typed;
};

const readHead = (head: string, exit: string | undefined): Pick<AlertRule, 'underlyings' | 'condition'> => {
  const whole = readCondition(head, exit);
  if (whole?.kind === 'login-expiring') return { underlyings: [], condition: whole };
  if (whole !== undefined) throw new RuleError(`Say first of what: ${exampleOf(whole.kind)} (or "watchlist" in place of SPX).`);
  const [subject = '', ...words] = head.split(' ');
  const condition = readCondition(words.join(' '), exit);
  if (condition === undefined)
    throw new RuleError(`"${words.join(' ') || head}" is no condition. For example: ${ruleExamples.join('; ')}.`);
  if (condition.kind === 'login-expiring') throw new RuleError('The login is of no symbol: login expiring.');
  return { underlyings: subject === 'watchlist' ? 'watchlist' : symbolsOf(subject.toUpperCase()), condition };
};

const symbolsOf = (subject: string): readonly string[] => {
  const symbols = [...new Set(subject.split(','))];
  const wrong = symbols.find((symbol) => !symbolPattern.test(underlyingNamed(symbol)));
  if (wrong !== undefined) throw new RuleError(`"${wrong}" is no symbol. For example: SPX,NDX composite > 80.`);
  if (symbols.length > ruleLimits.underlyingsMax)
    throw new RuleError(`A rule takes ${ruleLimits.underlyingsMax} symbols at most; got ${symbols.length}. Make two of it.`);
  return symbols.map(underlyingNamed);
};

const timingOf = ({ kind }: AlertCondition, typed: ReadonlyMap<OptionWord, string>): RuleTiming => {
  const usual = ruleDefaults[kind];
  const severities = (['info', 'warning', 'critical'] as const).filter((each) => typed.has(each));
  if (severities.length > 1) throw new RuleError(`One severity, not both: ${severities.join(', ')}.`);
  for (const word of [...severities, 'paused'] as const)
    if (typed.get(word))
      throw new RuleError(`"${typed.get(word)}" behind "${word}" is not understood. For example: ${exampleOf(kind)} ${word}.`);
  const resolved = typed.get('resolved');
  if (resolved !== undefined && resolved !== 'on' && resolved !== 'off')
    throw new RuleError(`"resolved" takes on or off; got "${resolved}".`);
  const time = (word: 'for' | 'keep' | 'cooldown', usualMs: number, minMs: number, maxMs: number): number => {
    const given = typed.get(word);
    const ms = given === undefined ? usualMs : readDuration(word, given);
    if (ms < minMs || ms > maxMs)
      throw new RuleError(`${word} lies between ${durationText(minMs)} and ${durationText(maxMs)}; got ${durationText(ms)}.`);
    return ms;
  };
  return {
    severity: severities[0] ?? usual.severity,
    forMs: time('for', usual.forMs, 0, ruleLimits.forMsMax),
    keepFiringMs: time('keep', usual.keepFiringMs, 0, ruleLimits.keepFiringMsMax),
    cooldownMs: time('cooldown', usual.cooldownMs, ruleLimits.cooldownMsMin, ruleLimits.cooldownMsMax),
    notifyResolved: resolved === undefined ? usual.notifyResolved : resolved === 'on',
  };
};

const exampleOf = (kind: AlertCondition['kind']): string => conditionGrammar[kind].example;
