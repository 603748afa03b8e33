// @ts-expect-error: its types are not where its package says.
import * as published from 'discord-api-spec/zod';

interface Schema {
  readonly def?: { readonly shape?: Readonly<Record<string, unknown>> };
  safeParse(value: unknown): {
    readonly error?: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] };
  };
}

const schemas = published as Readonly<Record<string, Schema | undefined>>;

/** Where the specification says a number and the documentation, and every library, a text: the server takes both. */
const disputed = 'ApplicationCommandUpdateRequest default_member_permissions';

/** What Discord’s published specification says of a value; none when all is well. `Name[]`: of each member. */
export const complaintsOf = (name: string, value: unknown): readonly string[] => {
  if (name.endsWith('[]'))
    return Array.isArray(value) ? value.flatMap((one) => complaintsOf(name.slice(0, -2), one)) : [`${name} is no list`];
  const schema = schemas[`${name}Schema`];
  if (schema === undefined) throw new Error(`the specification has no ${name}`);
  const issues = schema.safeParse(value).error?.issues ?? [];
  const shape = schema.def?.shape;
  // The schemas pass over what they do not know.
  const unknown =
    shape === undefined || typeof value !== 'object' || value === null ? [] : Object.keys(value).filter((key) => !(key in shape));
  return [
    ...issues
      .map(({ path, message }) => `${name} ${path.map(String).join('.')} ${message}`)
      .filter((complaint) => !complaint.startsWith(disputed)),
    ...unknown.map((key) => `${name} has no ${key}`),
  ];
};
