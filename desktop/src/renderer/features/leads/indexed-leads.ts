import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { MangoQuery } from 'rxdb';
import type { LeadView } from './lead-rows.ts';

type Page = { readonly skip?: number; readonly limit: number };

/** The query for a page of a view if a local index has its order; otherwise undefined. */
export const indexedLeads = (view: LeadView, page: Page): MangoQuery<Lead> | undefined => {
  const { stage, sort, descending, text } = view;
  if (text.trim() !== '' || (sort !== 'updated' && sort !== 'score')) return undefined;
  if (sort === 'score' && stage !== 'all') return undefined;
  const fields = [...(sort === 'score' ? ['score'] : []), 'updatedAt', 'id'];
  return {
    selector: stage === 'all' ? {} : { stage },
    sort: fields.map((field) => ({ [field]: descending ? 'desc' : 'asc' })),
    index: stage === 'all' ? fields : ['stage', ...fields],
    ...page,
  };
};
