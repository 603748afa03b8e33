const quietMs = 5_000;

/** Shows one line that is replaced by the next on a terminal; elsewhere a line at most each 5 s, but none that says something new is lost. */
export const progressOn = (
  stream: NodeJS.WriteStream,
  now: () => number = Date.now,
): { say(line: string): void; clear(): void } => {
  let shownAt = Number.NEGATIVE_INFINITY;
  let shown = '';
  return {
    say: (line) => {
      if (stream.isTTY) {
        stream.write(`\r\x1b[2K${line}`);
        return;
      }
      // What only counts on (files, seconds) differs in its digits.
      const gist = line.replaceAll(/\d+/g, '');
      if (gist === shown && now() - shownAt < quietMs) return;
      shown = gist;
      shownAt = now();
      stream.write(`${line}\n`);
    },
    clear: () => {
      if (stream.isTTY) stream.write('\r\x1b[2K');
    },
  };
};
