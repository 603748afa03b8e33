import type { Bus } from '@gexstream/bus';
import { afterEach, beforeEach, describe, test } from 'vitest';
import { administrationContract } from './bus-administration.contract.ts';
import { groupContract } from './bus-groups.contract.ts';
import { keepingContract } from './bus-keeping.contract.ts';
import { publishingContract } from './bus-publishing.contract.ts';
import { subscribingContract } from './bus-subscribing.contract.ts';

/** Which promises apply beyond those that every adapter keeps. */
export interface BusGuarantees {
  /** The records of one `publish` are kept all or none. */
  readonly atomicPublish: boolean;
  /** A second member of a group is refused (else it shares the partitions). */
  readonly oneMemberPerGroup: boolean;
  /** Declarations come back as they were given after reopening; else without their text, and sizes as the server rounds them. */
  readonly keepsDeclarations: boolean;
  /** Retention and compaction can be made to run now; without it they are the server's own affair, in its own time. */
  readonly cleanUp: ((bus: Bus) => Promise<void>) | null;
}

export interface BusUnderTest {
  /** The bus of the running test, opened on an empty log. */
  readonly bus: Bus;
  /** Closes it and opens what it left. */
  reopen(): Promise<Bus>;
}

export interface BusAdapter {
  /** Opens the log called `place`; the same place gives the same log. */
  readonly open: (place: string) => Promise<Bus>;
  readonly remove: (place: string) => Promise<void>;
}

/** Every adapter of the bus port passes this suite. A new promise goes in here first. */
export const busContract = (name: string, adapter: BusAdapter, can: BusGuarantees): void => {
  describe(`${name} keeps the bus contract`, () => {
    let place = 0;
    let bus: Bus;
    const here = (): string => `contract-${place}`;
    const under: BusUnderTest = {
      get bus() {
        return bus;
      },
      async reopen() {
        await bus.close();
        bus = await adapter.open(here());
        return bus;
      },
    };
    beforeEach(async () => {
      place++;
      bus = await adapter.open(here());
    });
    afterEach(async () => {
      await bus.close();
      await adapter.remove(here());
    });

    publishingContract(under, can);
    subscribingContract(under);
    groupContract(under, can);
    keepingContract(under, can);
    administrationContract(under, can);
    test('is closed twice without harm', async () => {
      await bus.close();
      await bus.close();
    });
  });
};
