import { type Language, languageSchema } from '@inbetwin/shared/entities/declaring/fields.ts';

/** The search as stored in the address, so that it can be linked to and the Back button works. */
export type KnowledgeAddress = {
  readonly q?: string;
  readonly language?: Language;
  readonly product?: string;
  /** Includes sources that have expired or are not valid yet. */
  readonly all?: true;
};

/** Parses the search parameters of the address; invalid values are ignored. */
export const readKnowledgeAddress = (search: Record<string, unknown>): KnowledgeAddress => {
  const language = languageSchema.safeParse(search.language).data;
  const [q, product] = [readText(search.q), readText(search.product)];
  return {
    ...(q === undefined ? {} : { q }),
    ...(language === undefined ? {} : { language }),
    ...(product === undefined ? {} : { product }),
    ...(search.all === true ? { all: true } : {}),
  };
};

/** The router parses a name that consists of digits as a number. */
const readText = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};
