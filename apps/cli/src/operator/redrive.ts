import { allTopics, type Bus, type BusRecord, type DeadLetter, readDeadLetters, redriveMark, topic } from '@gexstream/bus';
import { allTables, type Store } from '@gexstream/store';

/** Where letters go back to. */
export interface RedriveTarget {
  readonly bus: Bus;
  /** For rows; null where none was named. */
  readonly store: Store | null;
}

export type RedrivePlan =
  | { readonly letter: DeadLetter; readonly send: () => Promise<void>; readonly to: string }
  | { readonly letter: DeadLetter; readonly cannot: string };

export interface RedriveOutcome {
  readonly letter: DeadLetter;
  readonly outcome: 'sent' | 'cannot' | 'failed' | 'left to another run';
  readonly detail: string;
}

/** Sending these again would change nothing. */
const idle: ReadonlyMap<string, string> = new Map([
  [
    topic.market.name,
    'gex takes no input behind the number it has reached (seq), so sending it again would change nothing; the next round over the chain brings the values',
  ],
]);

/** What sending each letter again would mean; nothing is changed. `again` also takes letters that were sent before. */
export const planRedrive = (
  target: RedriveTarget,
  letters: readonly DeadLetter[],
  { again }: { readonly again: boolean },
): Promise<readonly RedrivePlan[]> =>
  Promise.all(
    letters.map(async (letter): Promise<RedrivePlan> => {
      if (letter.redrivenBy !== null && !again)
        return { letter, cannot: `it was sent again by run ${letter.redrivenBy}; --again sends it once more` };
      return letter.kind === 'row' ? planRow(target, letter) : planRecord(target, letter);
    }),
  );

const planRow = ({ store }: RedriveTarget, letter: DeadLetter & { kind: 'row' }): RedrivePlan => {
  const { table: name, row } = letter;
  const table = allTables.find((each) => each.name === name);
  if (table === undefined) return { letter, cannot: `there is no table ${name} in this version` };
  if (row === null) return { letter, cannot: 'the row was too large to be kept whole' };
  if (store === null) return { letter, cannot: 'it belongs into QuestDB: name it by --questdb HOST' };
  return { letter, to: `table ${name}`, send: () => store.append(table, [row as never]) };
};

const planRecord = async ({ bus }: RedriveTarget, letter: DeadLetter & { kind: 'record' }): Promise<RedrivePlan> => {
  const { at, key, timestampMs } = letter;
  const why = idle.get(at.topic);
  if (why !== undefined) return { letter, cannot: why };
  if (!allTopics.some(({ name }) => name === at.topic))
    return { letter, cannot: `there is no topic ${at.topic} in this version` };
  const value = letter.value ?? (await bus.read(at.topic, at.partition, at.offset, at.offset + 1, 1))[0]?.value ?? null;
  if (value === null)
    return { letter, cannot: `${at.topic} no longer keeps it, and of its ${letter.valueBytes} bytes the letter holds the first` };
  const record: BusRecord = { topic: at.topic, partition: at.partition, key, value, timestampMs };
  return { letter, to: `${at.topic}/${at.partition}`, send: () => bus.publish([record]) };
};

/**
 * Carries a plan out, each letter once at most: first all of them are marked in `dead-letters` with this run's name, then the marks are read
 * back, and only what this run marked first is sent. A run that dies in between leaves letters marked and not sent, never sent twice.
 */
export const redrive = async (
  { bus }: RedriveTarget,
  plans: readonly RedrivePlan[],
  run: string,
): Promise<readonly RedriveOutcome[]> => {
  const sending = plans.filter((plan) => 'send' in plan);
  await bus.publish(sending.map(({ letter }) => redriveMark(letter, run)));
  const takenBy = new Map((await readDeadLetters(bus)).map(({ offset, redrivenBy }) => [offset, redrivenBy]));
  const outcomes: RedriveOutcome[] = [];
  for (const plan of plans) {
    const { letter } = plan;
    if (!('send' in plan)) outcomes.push({ letter, outcome: 'cannot', detail: plan.cannot });
    // Sent before and asked for once more: the first mark is the earlier run's.
    else if (letter.redrivenBy === null && takenBy.get(letter.offset) !== run)
      outcomes.push({ letter, outcome: 'left to another run', detail: `run ${takenBy.get(letter.offset)} has it` });
    else outcomes.push(await sent(plan));
  }
  return outcomes;
};

const sent = async ({ letter, send, to }: Extract<RedrivePlan, { send: unknown }>): Promise<RedriveOutcome> => {
  try {
    await send();
    return { letter, outcome: 'sent', detail: `to ${to}` };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { letter, outcome: 'failed', detail: `${said}. It stays marked as sent; --again tries once more` };
  }
};
