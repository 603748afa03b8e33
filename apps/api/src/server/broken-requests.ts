import type { Socket } from 'node:net';
import type { Clock } from '@gexstream/domain/time';
import { ProblemError, problemBody } from './problem.ts';

const reasons: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** Answers what is no request of HTTP, or did not come in time, with a problem too, and closes the connection. */
export const answerBrokenRequests =
  (clock: Clock) =>
  (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const line = reasons[error.code ?? ''] ?? '400 Bad Request';
    const detail = 'What came is no whole request of HTTP/1.1; send it again, with a length or chunks if it has a body';
    const problem = problemBody(new ProblemError('request-refused', detail), clock.now());
    const body = JSON.stringify({ ...problem, status: Number(line.slice(0, 3)) });
    socket.end(
      `HTTP/1.1 ${line}\r\ncontent-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  };
