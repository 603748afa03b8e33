declare const unit: unique symbol;

/** A plain double at run time, its unit known to the compiler: two units never mix by accident, and the hot loop still adds doubles. */
export type Unit<Name extends string> = number & { readonly [unit]: Name };
