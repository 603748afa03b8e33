/** What goes wrong with one call to a fake. `taken`: the server does what was asked, and the bot does not hear of it. */
export type CallFault<Refusal> =
  | { readonly refuse: Refusal }
  | { readonly status: number }
  | { readonly hangUp: 'taken' | 'not taken' }
  /** No answer for as long as the bot waits; it is done. */
  | { readonly silent: true };
