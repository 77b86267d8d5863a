import { readFile } from 'node:fs/promises';
import type { Answer, KnowledgeFilter, SearchHit } from '@inbetwin/shared/contracts/knowledge.ts';
import type { Source } from '@inbetwin/shared/entities/source.ts';
import {
  detailsOf,
  endsBeforeItBegins,
  mergeDetails,
  type SourceDetails,
} from '@inbetwin/shared/knowledge/source-details.ts';
import type { ExtractedAnswer, SearchFilter, SearchResult, Why } from '@inbetwin/shared/search/search-index.ts';
import type { Caller } from '../../accounts/access-token.ts';
import type { Upload } from '../bodies/upload.ts';
import type { Handlers } from '../machinery/handler.ts';
import { InvalidFields } from '../machinery/invalid-fields.ts';
import { requireRight } from '../machinery/rights.ts';
import type { Services } from '../machinery/services.ts';
import { requireVersion } from '../machinery/versions.ts';
import { findPage, found, notFound } from './lists.ts';

const MAX_QUOTE = 4000;

type KnowledgeRoute =
  | 'createSource'
  | 'listSources'
  | 'getSource'
  | 'updateSource'
  | 'deleteSource'
  | 'searchKnowledge'
  | 'answerQuestion';

/** Manages the sources of the knowledge base, searches it, and answers questions with quotes from it. */
export const knowledgeHandlers: Pick<Handlers, KnowledgeRoute> = {
  createSource: async ({ services, caller, body }) => {
    requireRight(caller, 'create', 'sources');
    requirePeriod(body);
    const team = await services.team(caller.teamId);
    const { title, text, mediaType, table } = body;
    const bytes = new TextEncoder().encode(text);
    return team.importSource({ title, bytes, mediaType, details: detailsOf(body), ...(table && { table }) });
  },

  listSources: async ({ services, caller, query }) => {
    const { documents } = await services.team(caller.teamId);
    return findPage(documents.sources, { index: ['updatedAt'], equals: [], descending: true }, query);
  },

  getSource: async ({ services, caller, params }) => {
    const { documents } = await services.team(caller.teamId);
    return found(await documents.sources.get(params.id), 'source');
  },

  updateSource: async ({ services, caller, params, body, ifMatch }) => {
    requireRight(caller, 'change', 'sources');
    const team = await services.team(caller.teamId);
    const present = found(await team.documents.sources.get(params.id), 'source');
    requirePeriod(mergeDetails(present, body));
    await team.changeSource(params.id, body, (source) => requireVersion(ifMatch, source));
    // Read again, because the store adds who changed what.
    return found(await team.documents.sources.get(params.id), 'source');
  },

  deleteSource: async ({ services, caller, params, ifMatch }) => {
    requireRight(caller, 'delete', 'sources');
    const team = await services.team(caller.teamId);
    const isDeleted = await team.deleteSource(params.id, (source) => requireVersion(ifMatch, source));
    if (!isDeleted) throw notFound('source');
    return null;
  },

  searchKnowledge: async ({ services, caller, query }) => {
    const { search, now } = await services.team(caller.teamId);
    const { q, limit, explain } = query;
    const results = await search.search(q, limit, { filter: toFilter(query, now()), explain });
    return { results: results.map(toHit) };
  },

  answerQuestion: async ({ services, caller, body }) => {
    const { search, now } = await services.team(caller.teamId);
    return toAnswer(body.question, await search.answer(body.question, { filter: toFilter(body, now()) }));
  },
};

/** Imports a file from a multipart form; `receive` writes the upload to the given path. */
export const importUpload = async (
  services: Services,
  caller: Caller,
  receive: (target: string) => Promise<Upload>,
): Promise<Source> => {
  requireRight(caller, 'create', 'sources');
  return services.intake.take(caller.teamId, {
    receive,
    work: async ({ file, ...upload }) => {
      requirePeriod(upload.details);
      const team = await services.team(caller.teamId);
      return team.importSource({ ...upload, bytes: new Uint8Array(await readFile(file)) });
    },
  });
};

const requirePeriod = (details: SourceDetails): void => {
  if (endsBeforeItBegins(details)) {
    throw new InvalidFields([{ path: 'validUntil', message: 'It ends before it begins' }]);
  }
};

/** Sources that are expired or not yet valid are excluded unless a date is requested. */
const toFilter = ({ sourceId, language, product, validAt }: KnowledgeFilter, now: number): SearchFilter => ({
  sourceIds: sourceId,
  languages: language,
  products: product,
  validAt: validAt === 'any' ? undefined : (validAt ?? now),
});

const toHit = ({ joined, duplicates, why, ...hit }: SearchResult): SearchHit => ({
  ...hit,
  joined: [...joined],
  duplicates: [...duplicates],
  ...(why && { why: toWhy(why) }),
});

const toWhy = ({ fullText, vector, fused }: Why): SearchHit['why'] => ({
  ...(fullText && { fullText: { ...fullText, terms: [...fullText.terms] } }),
  ...(vector && { vector }),
  fused,
});

const toAnswer = (question: string, { answered, quotes }: ExtractedAnswer): Answer => {
  if (!answered) return { answered, answer: unanswered(question), citations: [] };
  const citations = quotes.map(({ passageId, sourceId, title, text }) => ({
    passageId,
    sourceId,
    title,
    quote: text.slice(0, MAX_QUOTE),
  }));
  return { answered, answer: quotes.map((quote) => quote.text).join('\n\n'), citations };
};

const unanswered = (question: string): string =>
  /\p{Script=Cyrillic}/u.test(question)
    ? 'В базе знаний нет ответа на этот вопрос.'
    : 'The knowledge base does not answer this question.';
