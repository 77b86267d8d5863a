/** The files of one build; the build prepends this list to the service worker. */
export type BuiltFiles = {
  /** Changes whenever any file changes. */
  readonly build: string;
  /** Everything that a page may load, relative to the service worker. */
  readonly files: readonly BuiltFile[];
};

/** One file of a build. */
export type BuiltFile = {
  readonly path: string;
  /** Subresource integrity, so that a server that is being updated cannot mix two builds. */
  readonly integrity: string;
};

/** The only HTML page of a build. */
export const PAGE = 'index.html';
