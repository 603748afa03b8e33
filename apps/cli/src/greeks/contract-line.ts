import type { OptionTerms } from '@gexstream/domain';
import { z } from 'zod';

/** What a line gives besides the terms: exactly one of them. */
export type Given =
  | { readonly iv: number }
  | { readonly price: number }
  /** The mid is solved, and the quote's quality said. */
  | { readonly bid: number; readonly ask: number };

export interface ContractLine {
  readonly terms: OptionTerms;
  readonly given: Given;
}

/** What is wrong with a line; `field` is null when it is the line's as a whole. */
export interface LineProblem {
  readonly field: string | null;
  readonly problem: string;
}

const between = (min: number, max: number, meaning: string) => z.number(meaning).min(min, meaning).max(max, meaning);

const amount = between(1e-6, 1e9, 'points from 1e-6 to 1e9');
const carry = between(-1, 1, 'a fraction a year from -1 to 1, such as 0.043');
const iv = 'a fraction a year, 0 or from 1e-6 to 100, such as 0.18';
const years = 'years to settlement, 0 or from 1e-9 to 100';
const premium = between(0, 1e9, 'points from 0 to 1e9');

/** Within these bounds every greek is finite. Fields that are not named here are nobody's business and pass. */
const schema = z.object({
  side: z.enum(['call', 'put'], '"call" or "put"'),
  spot: amount,
  strike: amount,
  expiry_years: between(0, 100, years).refine((value) => value === 0 || value >= 1e-9, years),
  rate: carry,
  dividend_yield: carry,
  iv: between(0, 100, iv)
    .refine((value) => value === 0 || value >= 1e-6, iv)
    .optional(),
  price: premium.optional(),
  bid: premium.optional(),
  ask: premium.optional(),
});

/** Reads one line of NDJSON. */
export const parseContractLine = (text: string): ContractLine | LineProblem => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { field: null, problem: `is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { field: null, problem: 'is no JSON object' };
  const parsed = schema.safeParse(value);
  if (!parsed.success) return firstProblem(parsed.error, value as Readonly<Record<string, unknown>>);
  const { side, spot, strike, expiry_years, rate, dividend_yield } = parsed.data;
  const given = givenOf(parsed.data);
  if ('problem' in given) return given;
  return { terms: { side, spot, strike, years: expiry_years, rate, dividendYield: dividend_yield }, given };
};

const firstProblem = (error: z.ZodError, value: Readonly<Record<string, unknown>>): LineProblem => {
  const [issue] = error.issues;
  const field = String(issue!.path[0]);
  const shown = field in value ? `; got ${JSON.stringify(value[field]).slice(0, 60)}` : '; it is missing';
  return { field, problem: `takes ${issue!.message}${shown}` };
};

const givenOf = ({ iv, price, bid, ask }: z.infer<typeof schema>): Given | LineProblem => {
  const ways = [iv !== undefined, price !== undefined, bid !== undefined || ask !== undefined].filter(Boolean).length;
  if (ways !== 1) return { field: 'iv', problem: 'give exactly one of iv, price, or bid and ask' };
  if (iv !== undefined) return { iv };
  if (price !== undefined) return { price };
  if (bid === undefined || ask === undefined)
    return { field: bid === undefined ? 'bid' : 'ask', problem: 'is missing: a quote has both sides' };
  return { bid, ask };
};
