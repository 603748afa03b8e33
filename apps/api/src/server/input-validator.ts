import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import type { FastifySchemaCompiler } from 'fastify';
import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/**
 * Input that is right as it came is taken at once; only what is not is first turned from text into what the schema asks for, which takes
 * ten times as long.
 */
export const inputValidator: FastifySchemaCompiler<TSchema> = (route) => {
  const asItCame = Compile(route.schema);
  const converted = TypeBoxValidatorCompiler(route);
  const { properties = {} } = route.schema as Described;
  return (value) => {
    if (asItCame.Check(value)) return { value };
    const taken = converted(value) as { readonly error?: FastifySchemaValidationError[]; readonly value?: unknown };
    return taken.error ? { error: taken.error.map((wrong) => inWords(wrong, properties)) } : taken;
  };
};

const worded: ReadonlySet<string> = new Set(['pattern', 'format']);

interface Described {
  readonly properties?: Readonly<Record<string, { readonly description?: string }>>;
}

/** What a field is, in the place of the pattern or format that it does not match: those are for programs. */
const inWords = (
  wrong: FastifySchemaValidationError,
  properties: NonNullable<Described['properties']>,
): FastifySchemaValidationError => {
  const description = worded.has(wrong.keyword) ? properties[wrong.instancePath.slice(1)]?.description : undefined;
  return description === undefined ? wrong : { ...wrong, message: `must be: ${description}` };
};
