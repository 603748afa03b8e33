import type { TopicDeclaration } from '../bus.ts';
import { refuseFixed, type TopicSettings, topicDifferences } from '../topic-differences.ts';
import type { StoredTopic } from './environment.ts';

/**
 * What to store so that the declared topics exist: new ones get the next number; retention and text may change. Partitions and the
 * cleanup policy may not, because keys would change their place, or records that are owed to someone would vanish.
 */
export const changedTopics = (stored: readonly StoredTopic[], declared: readonly TopicDeclaration[]): StoredTopic[] => {
  const byName = new Map(stored.map((topic) => [topic.declaration.name, topic]));
  let nextId = Math.max(0, ...stored.map((topic) => topic.id)) + 1;
  const changes: StoredTopic[] = [];
  for (const declaration of declared) {
    const existing = byName.get(declaration.name);
    if (existing === undefined) {
      const topic = { id: nextId++, declaration };
      byName.set(declaration.name, topic);
      changes.push(topic);
      continue;
    }
    const differences = topicDifferences(topicSettings(declaration), topicSettings(existing.declaration));
    refuseFixed(declaration, differences, 'Use another data folder');
    if (JSON.stringify(existing.declaration) !== JSON.stringify(declaration)) changes.push({ id: existing.id, declaration });
  }
  return changes;
};

/** What a declaration asks of the log. */
export const topicSettings = ({ partitions, cleanup }: TopicDeclaration): TopicSettings => ({
  partitions: `${partitions}`,
  'cleanup.policy': cleanup.policy,
  ...(cleanup.policy === 'compact'
    ? {}
    : { 'retention.ms': `${cleanup.retentionMs}`, 'retention.bytes': `${cleanup.retentionBytes}` }),
});
