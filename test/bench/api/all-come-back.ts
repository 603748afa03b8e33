import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { percentiles } from './http-connections.ts';

export interface Stream {
  readonly port: number;
  readonly path: string;
  readonly key: string;
}

interface Opened {
  /** ms from asking to the snapshot's first bytes. */
  readonly tookMs: number;
  /** When it was told to come back after a break. */
  readonly retryMs: number;
}

/** A6: so many readers lose their connection at once, and come back when they were told to; how long each then waits for its snapshot. */
export const allComeBack = async (stream: Stream, readers: number, say: (line: string) => void): Promise<void> => {
  const open = (): Promise<Opened> => opened(stream);
  const first = await Promise.all(Array.from({ length: readers }, open));
  const again = await Promise.all(first.map(({ retryMs }) => setTimeout(retryMs).then(open)));
  const [together, spread] = [first, again].map((each) => percentiles(each.map(({ tookMs }) => tookMs)));
  const p = (at: (share: number) => number): string => `p50 ${at(0.5).toFixed(0)} ms, p99 ${at(0.99).toFixed(0)} ms`;
  say(`${readers} readers come back as they were told to: snapshot after ${p(spread!)}; aim p99 ≤ 50 ms`);
  say(`  had they come in one moment: ${p(together!)}`);
};

/** Reads until its snapshot begins, and breaks off. */
const opened = ({ port, path, key }: Stream): Promise<Opened> =>
  new Promise((resolve, reject) => {
    const start = performance.now();
    const socket = connect({ host: '127.0.0.1', port });
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1', 0, 2_000);
      if (!text.includes('event: snapshot')) return;
      socket.destroy();
      resolve({ tookMs: performance.now() - start, retryMs: Number(/^retry: (\d+)$/m.exec(text)![1]) });
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`a stream ended before its snapshot: ${text.slice(0, 100)}`)));
    socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\n\r\n`);
  });
