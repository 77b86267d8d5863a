import { type Language, languageSchema } from '@inbetwin/shared/entities/fields.ts';
import { MAX_QUERY } from '@inbetwin/shared/entities/judgement.ts';

/** What the lab shows, as its address says: it can be linked to, and Back leads to it. */
export type LabAddress = {
  readonly q?: string;
  readonly tab?: 'set';
  readonly language?: Language;
  readonly source?: string;
};

export const readLabAddress = (search: Record<string, unknown>): LabAddress => {
  const language = languageSchema.safeParse(search.language);
  return {
    ...(typeof search.q === 'string' && search.q.trim() !== '' ? { q: search.q.slice(0, MAX_QUERY) } : {}),
    ...(search.tab === 'set' ? { tab: 'set' } : {}),
    ...(language.success ? { language: language.data } : {}),
    ...(typeof search.source === 'string' && search.source !== '' ? { source: search.source } : {}),
  };
};
