/** One flag of a command's own, taken out of what is another command's: its value (empty when it has none), and the others. */
export const takeFlag = (
  args: readonly string[],
  name: string,
): { readonly value: string | undefined; readonly others: readonly string[] } => {
  const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  if (at < 0) return { value: undefined, others: args };
  const inline = args[at]!.startsWith(`${name}=`);
  return {
    value: inline ? args[at]!.slice(name.length + 1) : (args[at + 1] ?? ''),
    others: args.toSpliced(at, inline ? 1 : 2),
  };
};
