/** Resolves at Ctrl-C, SIGTERM or `stop()`. A second signal ends the process at once: the first is already being obeyed. */
export const untilStopped = (): { readonly promise: Promise<string>; readonly stop: () => void } => {
  const { promise, resolve } = Promise.withResolvers<string>();
  let asked = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (asked) process.exit(130);
    asked = true;
    resolve(signal);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return { promise, stop: () => resolve('done') };
};
