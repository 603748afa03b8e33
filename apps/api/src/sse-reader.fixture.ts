export interface SseMessage {
  readonly id: string | null;
  readonly event: string | null;
  readonly data: string;
  readonly comment: string | null;
  readonly retry: string | null;
}

/** Reads a stream of server-sent events block by block, over a real connection. */
export class SseReader {
  readonly #abort = new AbortController();
  readonly #waiting: SseMessage[] = [];
  readonly seen: SseMessage[] = [];
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  #text = '';
  readonly #decoder = new TextDecoder();
  response: Response | null = null;

  static async open(url: string, headers: Record<string, string> = {}): Promise<SseReader> {
    const made = new SseReader();
    made.response = await fetch(url, { headers, signal: made.#abort.signal });
    made.#reader = made.response.body!.getReader();
    return made;
  }

  /** The next block, of whatever kind; null when the server ended the stream. */
  async next(): Promise<SseMessage | null> {
    while (this.#waiting.length === 0) {
      const { done, value } = await this.#reader!.read();
      if (done) return null;
      this.#text += this.#decoder.decode(value, { stream: true });
      const blocks = this.#text.split('\n\n');
      this.#text = blocks.pop()!;
      this.#waiting.push(...blocks.map(parse));
    }
    const message = this.#waiting.shift()!;
    this.seen.push(message);
    return message;
  }

  /** The next block that matches; those before it are passed over. */
  async until(wanted: (message: SseMessage) => boolean): Promise<SseMessage> {
    for (;;) {
      const message = await this.next();
      if (message === null) throw new Error('The stream ended first');
      if (wanted(message)) return message;
    }
  }

  async event<Body>(name: string | null): Promise<{ readonly id: string | null; readonly body: Body }> {
    const { id, data } = await this.until((message) => message.event === name && message.data !== '');
    return { id, body: JSON.parse(data) as Body };
  }

  close(): void {
    this.#abort.abort();
  }
}

const parse = (block: string): SseMessage => {
  const lines = block.split('\n');
  const field = (name: string): string | null => {
    const line = lines.find((candidate) => candidate.startsWith(`${name}: `));
    return line === undefined ? null : line.slice(name.length + 2);
  };
  const comment = lines.find((line) => line.startsWith(':'));
  return {
    id: field('id'),
    event: field('event'),
    data: field('data') ?? '',
    comment: comment?.slice(1).trim() ?? null,
    retry: field('retry'),
  };
};
