import type { TopicDeclaration, TopicInspection } from '../bus.ts';
import { topicDifferences } from '../topic-differences.ts';
import type { LogReader } from './log-reader.ts';
import { topicSettings } from './topic-changes.ts';

/** Declarations against what the log has. */
export const inspectTopics = (reader: LogReader, declared: readonly TopicDeclaration[]): readonly TopicInspection[] => {
  const existing = new Map(reader.topics().map((topic) => [topic.declaration.name, topic]));
  return declared.map((declaration) => {
    const topic = existing.get(declaration.name);
    if (topic === undefined) return { topic: declaration.name, exists: false, bytes: null, differences: [], underReplicated: [] };
    const partitions = Array.from({ length: topic.declaration.partitions }, (_, partition) => reader.counters(topic, partition));
    return {
      topic: declaration.name,
      exists: true,
      bytes: partitions.reduce((sum, { bytes }) => sum + bytes, 0),
      differences: topicDifferences(topicSettings(declaration), topicSettings(topic.declaration)),
      underReplicated: [],
    };
  });
};
