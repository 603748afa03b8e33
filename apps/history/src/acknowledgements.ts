/** Promises by number, so that an actor's messages stay data. As many are open as writes wait, which the mailboxes bound. */
export class Acknowledgements {
  readonly #open = new Map<number, { readonly resolve: () => void; readonly reject: (error: unknown) => void }>();
  #next = 1;

  issue(): { readonly ticket: number; readonly written: Promise<void> } {
    const ticket = this.#next;
    this.#next += 1;
    const written = new Promise<void>((resolve, reject) => this.#open.set(ticket, { resolve, reject }));
    return { ticket, written };
  }

  succeed(tickets: readonly number[]): void {
    for (const ticket of tickets) this.#take(ticket)?.resolve();
  }

  fail(tickets: readonly number[], error: unknown): void {
    for (const ticket of tickets) this.#take(ticket)?.reject(error);
  }

  #take(ticket: number) {
    const found = this.#open.get(ticket);
    this.#open.delete(ticket);
    return found;
  }
}
