import { Type } from 'typebox';

/** A day of the calendar; 30 February is none. */
export const DateText = Type.String({ format: 'date', description: 'a date as YYYY-MM-DD' });
