import { Compile } from 'typebox/compile';

/** The parts of an OpenAPI document that the tests walk. */
export interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly description: string };
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export interface Operation {
  readonly tags: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>>;
  readonly 'x-events'?: Readonly<Record<string, object>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: { readonly enum?: readonly string[]; readonly type?: string };
}

/** What of a body is not as its schema says. */
export const violations = (schema: object, body: unknown): unknown[] => [...Compile(schema).Errors(body)];

/** What the document says of an answer; throws for one that it does not tell of. */
export const publishedAnswer = (operation: Operation, status: number, contentType: string): object => {
  const type = contentType.split(';')[0]!;
  const schema = operation.responses[status]?.content?.[type]?.schema;
  if (schema === undefined) throw new Error(`the document tells of no ${status} with ${type}`);
  return schema;
};
