/** A value as it stands in a data frame; undefined is left out. */
export type FieldValue = number | string | boolean | undefined;

/** Reads field values of one key at one moment, by field number. */
export type FieldReader = (field: number) => FieldValue;
