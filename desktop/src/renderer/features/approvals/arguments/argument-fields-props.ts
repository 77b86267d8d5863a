import type { CatalogItem } from '@inbetwin/shared/entities/catalog-item.ts';
import type { Draft } from './argument-draft.ts';
import type { Problems } from './argument-problems.ts';
import type { ArgumentShape } from './argument-shape.ts';
import type { ArgumentWords } from './use-argument-words.ts';

type Path = readonly (string | number)[];

/** What fields need to show and change the part of a draft at `path`. */
export type FieldsProps = {
  readonly shape: ArgumentShape;
  /** The display name. */
  readonly name: string;
  readonly path: Path;
  readonly draft: Draft;
  readonly problems: Problems;
  readonly words: ArgumentWords;
  readonly catalog: readonly CatalogItem[] | undefined;
  /** Undefined removes the value. */
  readonly onChange: (path: Path, next: Draft | undefined) => void;
};
