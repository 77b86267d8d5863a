const kinds = {
  scroll: HTMLElement,
  log: HTMLElement,
  welcome: HTMLElement,
  note: HTMLElement,
  typing: HTMLElement,
  'typing-words': HTMLElement,
  connection: HTMLElement,
  earlier: HTMLButtonElement,
  latest: HTMLButtonElement,
  composer: HTMLFormElement,
  'text-label': HTMLElement,
  text: HTMLTextAreaElement,
  send: HTMLButtonElement,
  attach: HTMLButtonElement,
  files: HTMLInputElement,
  'file-refusal': HTMLElement,
  limit: HTMLElement,
};
type Kinds = typeof kinds;

/** Returns an element of `index.html`. Throws if the page has no element with this id and type. */
export const pagePart = <K extends keyof Kinds>(id: K): InstanceType<Kinds[K]> => {
  const element = document.getElementById(id);
  const kind = kinds[id];
  if (element instanceof kind) return element as InstanceType<Kinds[K]>;
  throw new Error(`The page has no ${id}`);
};

/** Creates an element; strings become text nodes and are never parsed as HTML. */
export const make = <T extends keyof HTMLElementTagNameMap>(
  tag: T,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[T] => {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
};
