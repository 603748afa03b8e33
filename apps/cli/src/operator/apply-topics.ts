import { allTopics, type Bus, type TopicInspection } from '@gexstream/bus';

export interface TopicChange {
  readonly topic: string;
  readonly change: 'made' | 'altered' | 'as declared' | 'refused';
  /** What was altered, or why nothing was. */
  readonly details: readonly string[];
}

/**
 * Makes and alters the topics so that they are as declared, and looks again afterwards. Where one cannot be, nothing at all is changed:
 * half a set of topics helps nobody.
 */
export const applyTopics = async (bus: Bus): Promise<readonly TopicChange[]> => {
  const before = await bus.inspectTopics(allTopics);
  if (before.some(isFixed)) return before.map((inspected) => (isFixed(inspected) ? refusal(inspected) : untouched(inspected)));
  await bus.declareTopics(allTopics);
  const after = await bus.inspectTopics(allTopics);
  return before.map((inspected, index): TopicChange => {
    const { topic, exists, differences } = inspected;
    const left = after[index]!;
    if (!left.exists || left.differences.length > 0)
      return { topic, change: 'refused', details: left.exists ? left.differences.map(said) : ['it was made, but is not there'] };
    if (!exists) return { topic, change: 'made', details: [] };
    return { topic, change: differences.length === 0 ? 'as declared' : 'altered', details: differences.map(said) };
  });
};

const isFixed = ({ differences }: TopicInspection): boolean => differences.some(({ alterable }) => !alterable);

const untouched = ({ topic, exists, differences }: TopicInspection): TopicChange =>
  exists && differences.length === 0
    ? { topic, change: 'as declared', details: [] }
    : { topic, change: 'refused', details: ['left alone: another topic cannot be altered'] };

const refusal = ({ topic, differences }: TopicInspection): TopicChange => ({
  topic,
  change: 'refused',
  details: differences
    .filter(({ alterable }) => !alterable)
    .map(
      ({ setting, declared, found }) =>
        `${setting} is ${found}, declared is ${declared}: it cannot be altered without losing the order of keys. Start with another feed name or data folder, or stop every app, delete the topic and run this again (its records are gone then)`,
    ),
});

const said = ({ setting, declared, found }: TopicInspection['differences'][number]): string =>
  `${setting}: ${found ?? 'not set'} → ${declared}`;
