import { connect, type Socket } from 'node:net';

/** A connection that is opened and not read until told. */
export const slowReader = async (url: string, path: string) => {
  const { port, host } = new URL(url);
  const socket: Socket = connect(Number(port), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.pause();
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  return {
    close: (): void => void socket.destroy(),
    /** Reads on until a block holds all of the texts. */
    takeUntil: (...texts: string[]): Promise<void> =>
      new Promise((resolve, reject) => {
        let block = '';
        socket.setEncoding('utf8');
        socket.on('data', (text: string) => {
          block += text;
          const end = block.lastIndexOf('\n\n');
          if (end < 0) return;
          const whole = block.slice(0, end);
          block = block.slice(end);
          if (texts.every((wanted) => whole.includes(wanted))) resolve();
        });
        socket.on('close', () => reject(new Error('closed first')));
        socket.resume();
      }),
  };
};
