import type { WireUserPreference } from '@gexstream/schwab/wire';
import type { FastifyInstance } from 'fastify';
import { simulatedUser } from '../settings.ts';

/** Where the streamer is and who the user is. The socket's address repeats the host the client used to come here. */
export const userPreferenceRoute = (app: FastifyInstance): void => {
  app.get(
    '/trader/v1/userPreference',
    async (request): Promise<WireUserPreference> => ({
      accounts: [
        {
          accountNumber: simulatedUser.accountNumber,
          primaryAccount: true,
          type: 'BROKERAGE',
          nickName: 'Simulated',
          displayAcctId: '...000',
          autoPositionEffect: false,
          accountColor: 'Green',
        },
      ],
      streamerInfo: [
        {
          streamerSocketUrl: `ws://${request.host}/ws`,
          schwabClientCustomerId: simulatedUser.customerId,
          schwabClientCorrelId: simulatedUser.correlId,
          schwabClientChannel: simulatedUser.channel,
          schwabClientFunctionId: simulatedUser.functionId,
        },
      ],
      offers: [{ level2Permissions: true, mktDataPermission: 'NP' }],
    }),
  );
};
