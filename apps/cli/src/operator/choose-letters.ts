import type { DeadLetter } from '@gexstream/bus';
import { UsageError } from '../usage-error.ts';

export interface LetterFilter {
  /** The topic the record came from, or the table of the row. */
  readonly from: string | undefined;
  /** A part of the reason, in any case. */
  readonly reason: string | undefined;
  /** Of the letter itself, in `dead-letters`; none is all. */
  readonly offsets: readonly number[];
}

/** Letters that meet every part of the filter. Throws a `UsageError` for an offset that is no letter's. */
export const chooseLetters = (letters: readonly DeadLetter[], { from, reason, offsets }: LetterFilter): readonly DeadLetter[] => {
  const unknown = offsets.find((offset) => !letters.some((letter) => letter.offset === offset));
  if (unknown !== undefined)
    throw new UsageError(`--offset ${unknown}: there is no such letter; npx gex dead-letters lists them`);
  return letters.filter(
    (letter) =>
      (from === undefined || (letter.kind === 'row' ? letter.table : letter.at.topic) === from) &&
      (reason === undefined || letter.reason.toLowerCase().includes(reason.toLowerCase())) &&
      (offsets.length === 0 || offsets.includes(letter.offset)),
  );
};
