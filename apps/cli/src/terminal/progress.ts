/** One line on stderr that is written over, for people who wait; nothing where stderr is no terminal. */
export const progressLine = (stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr) => ({
  say: (text: string): void => {
    if (stream.isTTY) stream.write(`\r\x1b[K${text}`);
  },
  end: (): void => {
    if (stream.isTTY) stream.write('\r\x1b[K');
  },
});
