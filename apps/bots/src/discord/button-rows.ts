import type { ChatMessage } from '@gexstream/domain';
import { type APIActionRowComponent, type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import { oneLine } from '../message/laid-line.ts';

const commandMax = 100;
const labelMax = 80;
const rowsMax = 5;

export type ButtonRow = APIActionRowComponent<APIButtonComponentWithCustomId>;

/** Buttons that carry their commands. One that would be refused, and the message with it, is left out: a command that is too long, or there already. */
export const buttonRows = ({ buttons }: Pick<ChatMessage, 'buttons'>): ButtonRow[] => {
  const seen = new Set<string>();
  return buttons
    .slice(0, rowsMax)
    .map((row) =>
      row
        .slice(0, rowsMax)
        .map(({ label, command }) => ({ label: shortened(oneLine(label).trim()), custom_id: command.toWellFormed() }))
        .filter(({ label, custom_id }) => {
          const fits = label !== '' && custom_id.trim() !== '' && custom_id.length <= commandMax && !seen.has(custom_id);
          seen.add(custom_id);
          return fits;
        }),
    )
    .filter((row) => row.length > 0)
    .map((row) => ({
      type: ComponentType.ActionRow,
      components: row.map((button) => ({ type: ComponentType.Button, style: ButtonStyle.Secondary, ...button })),
    }));
};

const shortened = (label: string): string =>
  label.length <= labelMax ? label : `${label.slice(0, labelMax - 1).toWellFormed()}…`;
