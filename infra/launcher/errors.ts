export type LauncherErrorCode =
  | 'LAUNCHER_USAGE'
  | 'LAUNCHER_REQUIREMENT_MISSING'
  | 'LAUNCHER_DOWNLOAD_FAILED'
  | 'LAUNCHER_PORT_TAKEN'
  | 'LAUNCHER_LAYOUT_DIFFERS'
  | 'LAUNCHER_FORMAT_FAILED'
  | 'LAUNCHER_BUSY'
  | 'LAUNCHER_ENDED'
  | 'LAUNCHER_NOT_READY';

export class LauncherError extends Error {
  override readonly name = 'LauncherError';
  readonly code: LauncherErrorCode;

  constructor(code: LauncherErrorCode, message: string, cause?: unknown) {
    super(`${message} (${code})`, { cause });
    this.code = code;
  }
}
