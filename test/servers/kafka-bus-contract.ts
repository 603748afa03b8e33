import { afterAll, beforeAll, describe } from 'vitest';
import { busContract } from '../contract/bus.contract.ts';
import { kafkaServer, serversMissing } from '../support/servers.ts';
import { type KafkaWay, openWay } from './kafka-bus-under-test.ts';
import { kafkaGroups } from './kafka-groups.ts';
import { nativeMissing } from './native-missing.ts';

/** Everything that one broker can show of one client. */
export const kafkaBusContract = (way: KafkaWay): void => {
  describe.skipIf(serversMissing() !== null || (way.client === 'rdkafka' && nativeMissing() !== null))(
    `${way.client}, groups ${way.groupProtocol}, on a real broker`,
    () => {
      let server: Awaited<ReturnType<typeof kafkaServer>>;
      beforeAll(async () => {
        server = await kafkaServer();
      });
      afterAll(() => server?.stop());

      busContract(
        `the ${way.client} bus`,
        // A feed of its own for each place: topics and groups of one test are not seen by another.
        { open: (place) => openWay(way, server.bootstrap, `replay-${place}`), remove: async () => {} },
        { atomicPublish: false, oneMemberPerGroup: false, keepsDeclarations: false, cleanUp: null },
      );
      kafkaGroups(way, () => server.bootstrap);
    },
  );
};
