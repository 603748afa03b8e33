import { invalidForm } from './refusal.ts';

/** What is wrong with a body, at the place of each field. */
export interface ErrorTree {
  [name: string]: ErrorTree | readonly FieldError[];
}

export interface FieldError {
  readonly code: string;
  readonly message: string;
}

export type Path = readonly (string | number)[];

export interface FormErrors {
  say(path: Path, code: string, message: string): void;
  required(path: Path): void;
  /** A text or a list that must not have more than `most` members; nothing is none. */
  atMost(path: Path, of: { readonly length: number } | null | undefined, most: number): void;
  /** Throws the refusal, when anything was said. */
  settle(): void;
}

export const formErrors = (): FormErrors => {
  const tree: ErrorTree = {};
  const errors: FormErrors = {
    say: (path, code, message) => {
      let node = tree;
      for (const name of path) {
        node[name] ??= {};
        node = node[name] as ErrorTree;
      }
      node._errors = [...((node._errors as readonly FieldError[] | undefined) ?? []), { code, message }];
    },
    required: (path) => errors.say(path, 'BASE_TYPE_REQUIRED', 'This field is required'),
    atMost: (path, of, most) => {
      if ((of?.length ?? 0) > most) errors.say(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${most} or fewer in length.`);
    },
    settle: () => {
      if (Object.keys(tree).length > 0) throw invalidForm(tree);
    },
  };
  return errors;
};
