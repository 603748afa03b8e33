import { BusError, type BusRecord, type Publisher } from '@gexstream/bus';
import type { Clock } from '@gexstream/domain';

const attemptsMax = 6;
const retryMsMin = 100;

/** Publishes the same records until they are kept: numbers given out must not go missing. Gives up after about 3 s, or on what no repeat mends. */
export const publishWithRetries = async (bus: Publisher, records: readonly BusRecord[], clock: Clock): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await bus.publish(records);
      return;
    } catch (error) {
      if (!(error instanceof BusError && error.retryable) || attempt >= attemptsMax) throw error;
      await new Promise<void>((resolve) => {
        clock.after(retryMsMin * 2 ** (attempt - 1), resolve);
      });
    }
  }
};
