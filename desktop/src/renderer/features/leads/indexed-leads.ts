import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { MangoQuery } from 'rxdb';
import type { LeadView } from './lead-rows.ts';

type Page = { readonly skip?: number; readonly limit: number };

/** A page of the leads of a view that an index of the local database has in its order; undefined when none has. */
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
