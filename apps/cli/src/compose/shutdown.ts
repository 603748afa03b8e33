import type { Logger } from 'pino';

/** What has been opened, closed in the opposite order; one that fails to close does not keep the others open. */
export class Shutdown {
  readonly #steps: { readonly name: string; readonly close: () => Promise<void> }[] = [];
  #running: Promise<void> | null = null;

  add(name: string, close: () => Promise<void>): void {
    this.#steps.push({ name, close });
  }

  get begun(): boolean {
    return this.#running !== null;
  }

  run(log: Logger): Promise<void> {
    this.#running ??= this.#closeAll(log);
    return this.#running;
  }

  async #closeAll(log: Logger): Promise<void> {
    for (const { name, close } of this.#steps.reverse()) {
      try {
        await close();
      } catch (error) {
        log.error({ err: error, part: name }, 'did not stop cleanly');
      }
    }
  }
}
