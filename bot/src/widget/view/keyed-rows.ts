/** A row of a list, which is rendered again when its signature changes. */
export type Row = { readonly key: string; readonly signature: string; readonly draw: () => HTMLElement };

/** The rows of a list. */
export type KeyedRows = {
  /** Renders these rows in this order. */
  draw(rows: readonly Row[]): void;
  find(key: string): HTMLElement | undefined;
};

/** Unchanged rows keep their elements, so that screen readers announce only new rows and nothing jumps. */
export const createKeyedRows = (list: Element): KeyedRows => {
  const shown = new Map<string, { readonly signature: string; readonly element: HTMLElement }>();

  const removeOthers = (rows: readonly Row[]): void => {
    const wanted = new Set(rows.map(({ key }) => key));
    for (const [key, { element }] of shown) {
      if (wanted.has(key)) continue;
      element.remove();
      shown.delete(key);
    }
  };

  /** Creates the element of a row in place of its previous one. */
  const elementOf = ({ key, signature, draw }: Row): HTMLElement => {
    const known = shown.get(key);
    if (known?.signature === signature) return known.element;
    const element = draw();
    if (known) element.classList.add('settled');
    known?.element.replaceWith(element);
    shown.set(key, { signature, element });
    return element;
  };

  return {
    find: (key) => shown.get(key)?.element,
    draw: (rows) => {
      removeOthers(rows);
      let last: Element | null = null;
      for (const row of rows) {
        const element = elementOf(row);
        const place: Element | null = last ? last.nextElementSibling : list.firstElementChild;
        if (place !== element) list.insertBefore(element, place);
        last = element;
      }
    },
  };
};
