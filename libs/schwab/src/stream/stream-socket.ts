import { WebSocket } from 'ws';
import { SchwabError } from '../errors.ts';

export interface StreamSocketOptions {
  readonly url: string;
  /**
   * Takes each text frame in order; the next waits for the promise. Meanwhile at most `framesWaitingMax` are held, then the socket is
   * not read: the sender's side fills up, nothing is dropped here.
   */
  readonly onFrame: (text: string) => Promise<void>;
  /** Once, when the connection is gone for whatever reason, `close` included; all frames held have been handed over before. */
  readonly onClosed: (reason: string) => void;
  readonly framesWaitingMax: number;
  readonly connectTimeoutMs: number;
}

export interface StreamSocket {
  send(text: string): void;
  /** Cuts the connection; `onClosed` follows. */
  close(): void;
}

/** Initial snapshots exceed a megabyte; larger than this is no frame of the streamer. */
const frameBytesMax = 16 * 1024 * 1024;

/** Resolves when the connection stands; rejects with SCHWAB_UNREACHABLE when it does not come to be. */
export const openStreamSocket = (options: StreamSocketOptions): Promise<StreamSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(options.url, {
      maxPayload: frameBytesMax,
      handshakeTimeout: options.connectTimeoutMs,
      followRedirects: false,
      perMessageDeflate: false,
    });
    const frames = frameLine(options, socket);
    let opened = false;
    let failure = '';
    socket.on('open', () => {
      opened = true;
      resolve({ send: (text) => socket.send(text), close: () => socket.terminate() });
    });
    socket.on('message', (message, isBinary) => {
      // The protocol has text frames only.
      if (!isBinary) frames.take(String(message));
    });
    socket.on('error', (error) => {
      failure = 'code' in error && typeof error.code === 'string' ? error.code : error.message;
    });
    socket.on('close', (code) => {
      const reason = failure === '' ? `closed with code ${code}` : `${failure}, closed with code ${code}`;
      if (!opened) {
        reject(new SchwabError('SCHWAB_UNREACHABLE', `The streamer could not be reached: ${reason}`));
        return;
      }
      void frames.drained().then(() => options.onClosed(reason));
    });
  });

/** Hands frames over one by one, and stops reading the socket while too many wait. */
const frameLine = (options: StreamSocketOptions, socket: WebSocket): { take(text: string): void; drained(): Promise<void> } => {
  let waiting = 0;
  let line: Promise<void> = Promise.resolve();
  let failed: Error | null = null;
  const handOver = async (text: string): Promise<void> => {
    try {
      if (failed === null) await options.onFrame(text);
    } catch (error) {
      // Whoever takes the frames is gone: without a reader the connection has no purpose.
      failed = error instanceof Error ? error : new Error(String(error));
      socket.terminate();
    }
    waiting -= 1;
    if (socket.isPaused && waiting < options.framesWaitingMax / 2) socket.resume();
  };
  return {
    take: (text) => {
      waiting += 1;
      if (waiting >= options.framesWaitingMax) socket.pause();
      line = line.then(() => handOver(text));
    },
    drained: () => line,
  };
};
