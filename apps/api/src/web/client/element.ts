type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A new element with attributes (`true` sets an empty one, `false` leaves it away) and children. Text is never read as HTML. */
export const element = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children);
  return made;
};

/** An element that `index.html` promises. */
export const byId = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null)
    throw new Error(`The page has no element #${id}; index.html and main.js are of different versions. Reload.`);
  return found;
};

/** Sets text only where it differs: an unchanged page is not laid out again. */
export const setText = (target: Element, text: string): void => {
  if (target.textContent !== text) target.textContent = text;
};
