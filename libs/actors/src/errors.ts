export type ActorErrorCode = 'ACTOR_STOPPED' | 'ACTOR_OVERLOADED' | 'ACTOR_NAME_TAKEN' | 'ACTOR_INVALID_SPEC' | 'ACTOR_LIMIT';

/** What the runtime itself refuses. What a behaviour or an effect throws is passed on as it is. */
export class ActorError extends Error {
  override readonly name = 'ActorError';
  readonly code: ActorErrorCode;
  /** Path of the actor it is about. */
  readonly path: string;

  constructor(code: ActorErrorCode, path: string, message: string, cause?: unknown) {
    super(`${path}: ${message} (${code})`, { cause });
    this.code = code;
    this.path = path;
  }
}
