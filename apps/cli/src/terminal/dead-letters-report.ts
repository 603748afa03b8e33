import type { DeadLetter } from '@gexstream/bus';
import { isoTime } from '@gexstream/domain';
import type { RedriveOutcome, RedrivePlan } from '../operator/redrive.ts';
import { table } from './table.ts';

const reasonChars = 100;

/** One line a letter, oldest first. */
export const deadLettersReport = (letters: readonly DeadLetter[]): string =>
  letters.length === 0
    ? 'No dead letters.\n'
    : `${table([
        ['letter', 'time', 'from', 'key', 'sent again', 'reason'],
        ...letters.map((letter) => [
          String(letter.offset),
          isoTime(letter.timestampMs),
          from(letter),
          letter.kind === 'record' ? letter.key : '–',
          letter.redrivenBy === null ? '–' : 'yes',
          short(letter.reason),
        ]),
      ])}\n\n${letters.length} letters; npx gex dead-letters redrive --offset LETTER --dry-run tells what sending one again would do.\n`;

export const planReport = (plans: readonly RedrivePlan[]): string =>
  `${table([
    ['letter', 'from', 'would go to'],
    ...plans.map((plan) => [String(plan.letter.offset), from(plan.letter), 'send' in plan ? plan.to : `nowhere: ${plan.cannot}`]),
  ])}\n\nA dry run: nothing was sent or marked.\n`;

export const outcomesReport = (outcomes: readonly RedriveOutcome[]): string =>
  `${table([
    ['letter', 'from', 'outcome', ''],
    ...outcomes.map(({ letter, outcome, detail }) => [String(letter.offset), from(letter), outcome, detail]),
  ])}\n`;

export const letterJson = (letter: DeadLetter) => ({
  letter: letter.offset,
  time: isoTime(letter.timestampMs),
  kind: letter.kind,
  ...(letter.kind === 'record'
    ? { ...letter.at, key: letter.key, value_bytes: letter.valueBytes }
    : { table: letter.table, row: letter.row }),
  reason: letter.reason,
  redriven_by: letter.redrivenBy,
});

export const planJson = (plan: RedrivePlan) => ({
  ...letterJson(plan.letter),
  to: 'send' in plan ? plan.to : null,
  cannot: 'send' in plan ? null : plan.cannot,
});

export const outcomeJson = ({ letter, outcome, detail }: RedriveOutcome) => ({ ...letterJson(letter), outcome, detail });

const from = (letter: DeadLetter): string =>
  letter.kind === 'row' ? `table ${letter.table}` : `${letter.at.topic}/${letter.at.partition}@${letter.at.offset}`;

const short = (reason: string): string => (reason.length <= reasonChars ? reason : `${reason.slice(0, reasonChars - 1)}…`);
