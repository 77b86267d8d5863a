/** Separates a source's title and the headings above a passage in the passage's title, outermost first. */
export const TITLE_SEPARATOR = ' › ';

/** Returns the last heading of a title, or the whole title. */
export const lastHeading = (title: string): string => title.split(TITLE_SEPARATOR).at(-1) ?? '';
