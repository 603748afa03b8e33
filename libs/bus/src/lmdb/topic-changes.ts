import type { TopicDeclaration } from '../bus.ts';
import { BusError } from '../errors.ts';
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
    refuseDifference(existing.declaration, declaration);
    if (JSON.stringify(existing.declaration) !== JSON.stringify(declaration)) changes.push({ id: existing.id, declaration });
  }
  return changes;
};

const refuseDifference = (existing: TopicDeclaration, declared: TopicDeclaration): void => {
  const differences = [
    ['partitions', existing.partitions, declared.partitions],
    ['cleanup', existing.cleanup.policy, declared.cleanup.policy],
  ] as const;
  const found = differences.find(([, old, wanted]) => old !== wanted);
  if (found === undefined) return;
  const [what, old, wanted] = found;
  const message = `Topic "${declared.name}" exists with ${what} ${old}, declared is ${wanted}. Use another data folder, or keep what exists`;
  throw new BusError('BUS_TOPIC_DIFFERS', message);
};
