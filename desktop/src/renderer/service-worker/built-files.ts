/** What one build consists of; the build itself writes it in front of the service worker. */
export type BuiltFiles = {
  /** Differs whenever any file does. */
  readonly build: string;
  /** All that a page may load, relative to the service worker. */
  readonly files: readonly BuiltFile[];
};

export type BuiltFile = {
  readonly path: string;
  /** Subresource integrity: a server that is being updated cannot mix two builds into one. */
  readonly integrity: string;
};

export const PAGE = 'index.html';
