import type { Answer } from '@inbetwin/shared/contracts/http.ts';
import type { Source } from '@inbetwin/shared/entities/source.ts';
import type { ExtractedAnswer } from '@inbetwin/shared/search/search-index.ts';
import type { Caller } from '../accounts/access-token.ts';
import type { Handlers } from './handler.ts';
import { findPage, found, notFound } from './lists.ts';
import { requireWrite } from './rights.ts';
import type { Services } from './services.ts';
import type { Upload } from './upload.ts';

const MAX_QUOTE = 4000;

type KnowledgeRoute =
  | 'createSource'
  | 'listSources'
  | 'getSource'
  | 'deleteSource'
  | 'searchKnowledge'
  | 'answerQuestion';

export const knowledgeHandlers: Pick<Handlers, KnowledgeRoute> = {
  createSource: async ({ services, caller, body }) => {
    requireWrite(caller, 'sources');
    const team = await services.team(caller.teamId);
    const bytes = new TextEncoder().encode(body.text);
    return team.importSource({ title: body.title, bytes, mediaType: body.mediaType });
  },

  listSources: async ({ services, caller, query }) => {
    const { documents } = await services.team(caller.teamId);
    return findPage(documents.sources, { index: ['updatedAt'], equals: [], descending: true }, query);
  },

  getSource: async ({ services, caller, params }) => {
    const { documents } = await services.team(caller.teamId);
    return found(await documents.sources.get(params.id), 'source');
  },

  deleteSource: async ({ services, caller, params }) => {
    requireWrite(caller, 'sources');
    const team = await services.team(caller.teamId);
    if (!(await team.deleteSource(params.id))) throw notFound('source');
    return null;
  },

  searchKnowledge: async ({ services, caller, query }) => {
    const { search } = await services.team(caller.teamId);
    return { results: [...(await search.search(query.q, query.limit))] };
  },

  answerQuestion: async ({ services, caller, body }) => {
    const { search } = await services.team(caller.teamId);
    return toAnswer(body.question, await search.answer(body.question));
  },
};

/** The multipart form of `createSource`. */
export const importUpload = async (
  services: Services,
  caller: Caller,
  read: () => Promise<Upload>,
): Promise<Source> => {
  requireWrite(caller, 'sources');
  const upload = await read();
  const team = await services.team(caller.teamId);
  return team.importSource(upload);
};

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
