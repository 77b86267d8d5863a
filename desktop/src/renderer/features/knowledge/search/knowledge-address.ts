import { type Language, languageSchema } from '@inbetwin/shared/entities/declaring/fields.ts';

/** What is searched, as the address keeps it: Back and links lead to the very search. */
export type KnowledgeAddress = {
  readonly q?: string;
  readonly language?: Language;
  readonly product?: string;
  /** What has expired and what is yet to come, too. */
  readonly all?: true;
};

/** Whatever stands in an address; what means nothing is left out. */
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

/** An address reads a name of digits as a number. */
const readText = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};
