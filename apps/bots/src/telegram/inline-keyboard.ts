import type { ChatMessage } from '@gexstream/domain';
import type { InlineKeyboardMarkup } from 'telegraf/types';
import { oneLine } from '../message/laid-line.ts';

/** What a button may carry, in bytes of UTF-8. */
const dataBytesMax = 64;
const rowsMax = 5;

/** A button that carries its command. One that would be refused, and the message with it, is left out. */
export const inlineKeyboard = ({ buttons }: Pick<ChatMessage, 'buttons'>): InlineKeyboardMarkup => ({
  inline_keyboard: buttons
    .slice(0, rowsMax)
    .map((row) =>
      row
        .slice(0, rowsMax)
        .map(({ label, command }) => ({ text: oneLine(label).trim(), callback_data: command.toWellFormed() }))
        .filter(
          ({ text, callback_data }) => text !== '' && callback_data !== '' && Buffer.byteLength(callback_data) <= dataBytesMax,
        ),
    )
    .filter((row) => row.length > 0),
});
