import type { CatalogItem } from '@inbetwin/shared/entities/catalog-item.ts';
import type { Draft } from './argument-draft.ts';
import type { Problems } from './argument-problems.ts';
import type { ArgumentShape } from './argument-shape.ts';
import type { ArgumentWords } from './use-argument-words.ts';

type Path = readonly (string | number)[];

/** The props of fields that show and change one part of a tool's arguments: the draft at `path`. */
export type FieldsProps = {
  readonly shape: ArgumentShape;
  /** In people's words. */
  readonly name: string;
  readonly path: Path;
  readonly draft: Draft;
  readonly problems: Problems;
  readonly words: ArgumentWords;
  readonly catalog: readonly CatalogItem[] | undefined;
  /** Undefined takes out what is there. */
  readonly onChange: (path: Path, next: Draft | undefined) => void;
};
