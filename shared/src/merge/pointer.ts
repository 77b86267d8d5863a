import { isFields } from './mergeable.ts';

/** The pointer of a field or element within `path` (RFC 6901). */
export const pointerTo = (path: string, name: string): string =>
  `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** `['bant', 'need']` of `/bant/need`; none of `''`. */
export const segmentsOf = (path: string): readonly string[] =>
  path
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));

export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** What a pointer names; elements of lists are named by their ids. Undefined when there is nothing. */
export const valueAt = (document: unknown, path: string): unknown => segmentsOf(path).reduce(step, document);

const step = (within: unknown, segment: string): unknown => {
  if (Array.isArray(within)) return within.find((element: unknown) => isFields(element) && element.id === segment);
  return isFields(within) ? within[segment] : undefined;
};

/** `within` with another value at the place, or without it when the value is undefined. A place that is not there stays so. */
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
