import { type BusAdmin, decodeEvent, readTopic, topic } from '@gexstream/bus';
import type { Envelope } from '@gexstream/domain';

/** Kinds on `latest` that rules look at; cells and profiles are large. */
const kinds = ['levels', 'exposures', 'opportunities', 'skew'];

/** The last value of everything that rules look at. What cannot be read is left out: whoever follows the topics says so. */
export const readLastValues = async (bus: Pick<BusAdmin, 'offsets' | 'read'>): Promise<readonly Envelope<string, unknown>[]> => {
  const events = new Map<string, Envelope<string, unknown>>();
  for (const name of [topic.latest.name, topic.sessionBaselines.name, topic.feedStatus.name])
    await readTopic(bus, name, ({ key, value }) => {
      if (value === null || (name === topic.latest.name && !kinds.includes(key.split('/')[0]!))) return;
      try {
        events.set(`${name}/${key}`, decodeEvent(value));
      } catch {
        events.delete(`${name}/${key}`);
      }
    });
  return [...events.values()];
};
