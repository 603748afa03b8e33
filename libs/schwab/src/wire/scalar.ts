/** A number as the vendor may send it: missing figures come as -999, as the string `NaN`, as null, or not at all. */
export type WireNumber = number | string | null;
