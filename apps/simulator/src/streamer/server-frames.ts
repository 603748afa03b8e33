import type { WireData, WireFrame } from '@gexstream/schwab/wire';
import type { ClientRequest } from './client-requests.ts';

/** The frames a server sends, as text. Times are the market's, epoch ms. */
export const responseFrame = (
  request: Pick<ClientRequest, 'service' | 'command' | 'requestId' | 'correlId'>,
  timestamp: number,
  code: number,
  msg: string,
): string => {
  const frame: WireFrame = {
    response: [
      {
        service: request.service,
        command: request.command,
        requestid: request.requestId,
        SchwabClientCorrelId: request.correlId,
        timestamp,
        content: { code, msg },
      },
    ],
  };
  return JSON.stringify(frame);
};

export const heartbeatFrame = (timestamp: number): string =>
  JSON.stringify({ notify: [{ heartbeat: String(timestamp) }] } satisfies WireFrame);

export const noticeFrame = (timestamp: number, code: number, msg: string): string =>
  JSON.stringify({ notify: [{ service: 'ADMIN', timestamp, content: { code, msg } }] } satisfies WireFrame);

export const dataFrame = (data: readonly WireData[]): string => JSON.stringify({ data } satisfies WireFrame);
