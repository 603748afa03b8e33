import type { Clock } from '@gexstream/domain';
import type { FaultDesk } from './faults/fault-desk.ts';
import type { Market } from './market/market.ts';
import type { TokenDesk } from './rest/token-desk.ts';
import type { SimulatorBehaviour, SimulatorLimits, SimulatorLog } from './settings.ts';

/** What every part of the server works with. */
export interface ServerContext {
  readonly market: Market;
  /** The market's time; its durations are the wall's. */
  readonly clock: Clock;
  readonly desk: TokenDesk;
  readonly limits: SimulatorLimits;
  readonly behaviour: SimulatorBehaviour;
  /** What goes wrong on command. */
  readonly faults: FaultDesk;
  /** Of the draws that faults make. */
  readonly seed: number;
  readonly log: SimulatorLog;
  /** Hears every frame that leaves for a streaming client. */
  readonly onFrameSent: (text: string) => void;
}
