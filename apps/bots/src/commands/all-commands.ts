import { adminCommands } from './admin-commands.ts';
import { alertCommand } from './alert-command.ts';
import type { Command } from './command.ts';
import { flowCommands } from './flow-commands.ts';
import { heatmapCommand } from './heatmap-command.ts';
import { helpCommands } from './help-commands.ts';
import { levelsCommands } from './levels-commands.ts';
import { linkCommands } from './link-commands.ts';
import { outcomeCommand } from './outcome-command.ts';
import { quietCommands } from './quiet-commands.ts';
import { settingsCommands } from './settings-commands.ts';
import { skewCommand } from './skew-command.ts';
import { stockCommand } from './stock-command.ts';
import { watchCommands } from './watch-commands.ts';

/** The vocabulary, the same on every platform. */
export const allCommands: readonly Command[] = [
  ...levelsCommands,
  heatmapCommand,
  ...flowCommands,
  stockCommand,
  skewCommand,
  alertCommand,
  ...quietCommands,
  ...watchCommands,
  outcomeCommand,
  ...linkCommands,
  ...settingsCommands,
  ...helpCommands,
  ...adminCommands,
];
