import { isFields } from './mergeable.ts';

/** Returns the pointer to a field or element within `path` (RFC 6901). */
export const pointerTo = (path: string, name: string): string =>
  `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Splits a pointer: `['bant', 'need']` for `/bant/need`, and an empty list for `''`. */
export const segmentsOf = (path: string): readonly string[] =>
  path
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Returns the pointer to the enclosing object or list. */
export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** Returns the value at a pointer; elements of lists are named by their ids. Undefined when there is nothing. */
export const valueAt = (document: unknown, path: string): unknown => segmentsOf(path).reduce(step, document);

const step = (within: unknown, segment: string): unknown => {
  if (Array.isArray(within)) return within.find((element: unknown) => isFields(element) && element.id === segment);
  return isFields(within) ? within[segment] : undefined;
};

/**
 * Returns `within` with another value at the place, or without the place if the value is undefined. A place whose
 * parent does not exist is not created.
 */
export const replaceAt = (within: unknown, [first, ...rest]: readonly string[], value: unknown): unknown => {
  if (first === undefined) return value;
  if (Array.isArray(within)) {
    return within.flatMap((element: unknown) => {
      if (!isFields(element) || element.id !== first) return [element];
      const replaced = replaceAt(element, rest, value);
      return replaced === undefined ? [] : [replaced];
    });
  }
  if (!isFields(within)) return within;
  const replaced = replaceAt(within[first], rest, value);
  const { [first]: _, ...others } = within;
  return replaced === undefined ? others : { ...others, [first]: replaced };
};
