import { type Language, languageSchema } from '@inbetwin/shared/entities/declaring/fields.ts';
import { MAX_QUERY } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';

/** The lab's state in the address, so that it can be linked to and the Back button works. */
export type LabAddress = {
  readonly q?: string;
  readonly tab?: 'set';
  readonly language?: Language;
  readonly source?: string;
};

/** Parses the search parameters of the address; invalid values are ignored. */
export const readLabAddress = (search: Record<string, unknown>): LabAddress => {
  const language = languageSchema.safeParse(search.language);
  return {
    ...(typeof search.q === 'string' && search.q.trim() !== '' ? { q: search.q.slice(0, MAX_QUERY) } : {}),
    ...(search.tab === 'set' ? { tab: 'set' } : {}),
    ...(language.success ? { language: language.data } : {}),
    ...(typeof search.source === 'string' && search.source !== '' ? { source: search.source } : {}),
  };
};
