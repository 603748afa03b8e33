import type { TopicDeclaration, TopicDifference } from './bus.ts';
import { BusError } from './errors.ts';

/** Partitions and settings by name, each as a text. */
export type TopicSettings = Readonly<Record<string, string>>;

/** Keys would change their place, or records that are owed to someone would vanish. */
const fixed: ReadonlySet<string> = new Set(['partitions', 'cleanup.policy']);

/** The declared settings that are otherwise where the topic is; what is set there beyond them is nobody's concern. */
export const topicDifferences = (declared: TopicSettings, found: TopicSettings): readonly TopicDifference[] =>
  Object.entries(declared)
    .filter(([setting, value]) => found[setting] !== value)
    .map(([setting, value]) => ({
      setting,
      declared: value,
      found: found[setting] ?? null,
      alterable: !fixed.has(setting),
    }));

/** Throws `BUS_TOPIC_DIFFERS` for what cannot be altered. */
export const refuseFixed = ({ name }: TopicDeclaration, differences: readonly TopicDifference[], wayOut: string): void => {
  const refused = differences.find(({ alterable }) => !alterable);
  if (refused === undefined) return;
  const { setting, found, declared } = refused;
  const message = `Topic "${name}" exists with ${setting} ${found}, declared is ${declared}. ${wayOut}, or keep what exists`;
  throw new BusError('BUS_TOPIC_DIFFERS', message);
};
