/** Separates a source's title and the headings above a passage in the passage's title, outermost first. */
export const TITLE_SEPARATOR = ' › ';
