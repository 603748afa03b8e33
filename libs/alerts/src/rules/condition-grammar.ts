import type { AlertCondition } from '@gexstream/domain';
import { RuleError } from '../errors.ts';
import { durationText, moneyText, percentText, readDuration, readMoney, readNumber, readPercent } from './quantity-text.ts';

export type ConditionKind = AlertCondition['kind'];
type Of<Kind extends ConditionKind> = Extract<AlertCondition, { readonly kind: Kind }>;

/** How one kind of condition is typed and written. */
interface ConditionGrammar<Kind extends ConditionKind> {
  /** For people: how it would be right. */
  readonly example: string;
  /** Of the phrase in lower case with single spaces. */
  readonly pattern: RegExp;
  /** `exit`: what was typed behind that word; undefined: nothing. */
  readonly read: (groups: readonly string[], exit: string | undefined) => Omit<Of<Kind>, 'kind'>;
  /** `exit`: null where the kind has none, or it is the one that would be taken anyway. */
  readonly text: (condition: Of<Kind>) => readonly [phrase: string, exit: string | null];
}

const unlessDefault = (exit: number, usual: number, text: string): string | null => (exit === usual ? null : text);
/** The same decimals, so that what is left out comes back to the bit. */
const decimals = (value: number): number => Number(value.toPrecision(12));

const exitNear = 0.0005;
const nearExit = (enter: number) => decimals(enter * 1.5);
const shareExit = (operator: '>' | '<', enter: number) => decimals(operator === '>' ? enter * 0.9 : enter * 1.1);
const compositeExit = (enter: number) => decimals(Math.max(0, enter - 5));
const sigmaExit = (enter: number) => decimals(enter / 2);
const skewExit = 1;
const compositeEnter = '80';
const scoreLeast = 60;
const noExit = (exit: string | undefined, phrase: string): void => {
  if (exit !== undefined) throw new RuleError(`"${phrase}" has no exit: leave "exit ${exit}" out.`);
};

const levelNames = { 'call-wall': 'call wall', 'put-wall': 'put wall', king: 'king', any: 'any level' } as const;
type LevelName = keyof typeof levelNames;
const levelOf = (text: string): LevelName =>
  text.startsWith('call') ? 'call-wall' : text.startsWith('put') ? 'put-wall' : text === 'king' ? 'king' : 'any';

const plain = <Kind extends 'volume-surge' | 'regime-change' | 'feed-stale' | 'login-expiring'>(
  phrase: string,
  pattern: RegExp,
  example = `SPX ${phrase}`,
): ConditionGrammar<Kind> => ({
  example,
  pattern,
  read: (_, exit) => {
    noExit(exit, phrase);
    return {} as Omit<Of<Kind>, 'kind'>;
  },
  text: () => [phrase, null],
});

/** What is optional in a pattern is what people leave out; what is written is always whole, and names its operator. */
export const conditionGrammar: { readonly [Kind in ConditionKind]: ConditionGrammar<Kind> } = {
  'spot-crosses-flip': {
    example: 'SPX spot crosses flip exit 0.05%',
    pattern: /^(?:spot )?cross(?:es)? (?:the )?(?:flip|zero gamma)$/,
    read: (_, exit) => ({ exit: exit === undefined ? exitNear : readPercent('exit', exit) }),
    text: ({ exit }) => ['spot crosses flip', unlessDefault(exit, exitNear, percentText(exit))],
  },
  'net-gex-sign': {
    example: 'SPX net gex changes sign exit $50M',
    pattern: /^(?:net )?gex (?:changes )?sign$/,
    read: (_, exit) => ({ exitUsd: exit === undefined ? 0 : readMoney('exit', exit) }),
    text: ({ exitUsd }) => ['net gex changes sign', unlessDefault(exitUsd, 0, moneyText(exitUsd))],
  },
  'near-wall': {
    example: 'SPX spot within 0.3% of call wall exit 0.5%',
    pattern: /^(?:spot )?within (\S+) of (call wall|put wall|(?:any|a) wall|walls?)$/,
    read: ([within, wall], exit) => {
      const enter = readPercent('within', within!);
      const level = levelOf(wall!);
      return {
        wall: level === 'call-wall' ? 'call' : level === 'put-wall' ? 'put' : 'any',
        enter,
        exit: exit === undefined ? nearExit(enter) : readPercent('exit', exit),
      };
    },
    text: ({ wall, enter, exit }) => [
      `spot within ${percentText(enter)} of ${wall} wall`,
      unlessDefault(exit, nearExit(enter), percentText(exit)),
    ],
  },
  'level-moved': {
    example: 'SPX call wall moves 2 strikes',
    pattern: /^(call wall|put wall|king|any level|level|a level|levels) moves?(?: (?:by )?(\S+)(?: strikes?)?)?$/,
    read: ([level, strikes], exit) => {
      noExit(exit, 'moves');
      return { level: levelOf(level!), strikes: readNumber('moves', strikes ?? '1') };
    },
    text: ({ level, strikes }) => [`${levelNames[level]} moves ${strikes} ${strikes === 1 ? 'strike' : 'strikes'}`, null],
  },
  'gex-change': {
    example: 'SPX gex changes > 3 sigma in 5m exit 1.5',
    pattern: /^(?:net )?gex changes? (?:> ?)?(\S+)(?: ?sigma| sd)?(?: in (\S+))?$/,
    read: ([enterText, window], exit) => {
      const enter = readNumber('gex changes >', enterText!.replace('σ', ''));
      const windowMs = readDuration('in', window ?? '5m');
      return { windowMs, enter, exit: exit === undefined ? sigmaExit(enter) : readNumber('exit', exit) };
    },
    text: ({ windowMs, enter, exit }) => [
      `gex changes > ${enter} sigma in ${durationText(windowMs)}`,
      unlessDefault(exit, sigmaExit(enter), String(exit)),
    ],
  },
  'zero-dte-share': {
    example: 'SPX 0dte share > 60% exit 54%',
    pattern: /^0dte(?: share)? ([<>]) ?(\S+)$/,
    read: ([sign, value], exit) => {
      const operator = sign as '>' | '<';
      const enter = readPercent('0dte share', value!);
      return { operator, enter, exit: exit === undefined ? shareExit(operator, enter) : readPercent('exit', exit) };
    },
    text: ({ operator, enter, exit }) => [
      `0dte share ${operator} ${percentText(enter)}`,
      unlessDefault(exit, shareExit(operator, enter), percentText(exit)),
    ],
  },
  composite: {
    example: 'SPX composite > 80 exit 75',
    pattern: /^(?:composite|score)(?: (>=|>|≥) ?(\S+)| (\d\S*))?$/,
    read: ([sign, value, bare], exit) => {
      const enter = readNumber('composite', value ?? bare ?? compositeEnter);
      const operator = sign === '>=' || sign === '≥' ? '>=' : '>';
      return { operator, enter, exit: exit === undefined ? compositeExit(enter) : readNumber('exit', exit) };
    },
    text: ({ operator, enter, exit }) => [
      `composite ${operator} ${enter}`,
      unlessDefault(exit, compositeExit(enter), String(exit)),
    ],
  },
  'score-sign': {
    example: 'SPX score changes side at 60',
    pattern: /^score changes? (?:side|sign)(?: at (\S+))?$/,
    read: ([least], exit) => {
      noExit(exit, 'score changes side');
      return { least: readNumber('at', least ?? String(scoreLeast)) };
    },
    text: ({ least }) => [`score changes side at ${least}`, null],
  },
  'skew-extreme': {
    example: 'SPX skew above 8 below -2 exit 1',
    pattern: /^(?:25d )?skew above (\S+) below (\S+)$/,
    read: ([above, below], exit) => ({
      above: readNumber('above', above!),
      below: readNumber('below', below!),
      exit: exit === undefined ? skewExit : readNumber('exit', exit),
    }),
    text: ({ above, below, exit }) => [`skew above ${above} below ${below}`, unlessDefault(exit, skewExit, String(exit))],
  },
  'volume-surge': plain('volume surges', /^volume surges?$/),
  'regime-change': plain('regime changes', /^regime changes?$/),
  'feed-stale': plain('feed stale', /^feed (?:is )?stale$/),
  'login-expiring': plain('login expiring', /^login (?:is )?(?:expiring|expires)$/, 'login expiring'),
};

export const conditionKinds = Object.keys(conditionGrammar) as readonly ConditionKind[];

/** The grammar of a condition's kind, for whoever has the condition. */
export const conditionText = <Kind extends ConditionKind>(condition: Of<Kind>): readonly [string, string | null] =>
  (conditionGrammar[condition.kind as Kind] as ConditionGrammar<Kind>).text(condition);

/** Undefined when the phrase is of no kind. */
export const readCondition = (phrase: string, exit: string | undefined): AlertCondition | undefined => {
  for (const kind of conditionKinds) {
    const { pattern, read } = conditionGrammar[kind];
    const found = pattern.exec(phrase);
    if (found !== null) return { kind, ...read(found.slice(1), exit) } as AlertCondition;
  }
  return undefined;
};
