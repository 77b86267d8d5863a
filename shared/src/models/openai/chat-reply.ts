import { z } from 'zod';
import { isJsonObject } from '../json-text.ts';
import type { ToolCall } from '../model.ts';
import type { ToldTokens } from '../usage.ts';

const partSchema = z.object({ type: z.string().nullish(), text: z.string().nullish() });

const contentSchema = z
  .union([z.string(), z.array(partSchema)])
  .nullish()
  .transform((content) => {
    if (!Array.isArray(content)) return content ?? '';
    return content.map(({ type, text }) => (type === 'text' ? (text ?? '') : '')).join('');
  });

/** Lenient where endpoints are known to differ; the tool itself checks arguments that cannot be parsed. */
const callSchema = z.object({
  index: z.int().nullish().catch(null),
  id: z.string().nullish().catch(null),
  function: z
    .object({ name: z.string().nullish().catch(null), arguments: z.unknown() })
    .nullish()
    .transform((written) => ({ name: written?.name ?? '', arguments: textOf(written?.arguments) })),
});
type CallPart = z.infer<typeof callSchema>;

const messageSchema = z
  .object({
    content: contentSchema,
    refusal: z.string().nullish().catch(null),
    tool_calls: z.array(callSchema).nullish(),
  })
  .nullish();

const countSchema = z.number().min(0).nullish().catch(null);

/** A chunk of a stream or a whole response: the former has `delta`, the latter `message`. */
export const completionSchema = z.object({
  model: z.string().nullish().catch(null),
  choices: z
    .array(
      z.object({
        index: z.int().nullish().catch(null),
        delta: messageSchema,
        message: messageSchema,
        finish_reason: z.string().nullish().catch(null),
      }),
    )
    .nullish(),
  usage: z.object({ prompt_tokens: countSchema, completion_tokens: countSchema }).nullish().catch(null),
});
type Completion = z.infer<typeof completionSchema>;

/** The assembled response. `ending` is why the model stopped, in its own terms. */
export type WrittenReply = {
  /** Each has a unique id; a name may be empty, and the arguments are unchanged. */
  readonly toolCalls: readonly ToolCall[];
  readonly refusal: string;
  readonly ending: string | undefined;
  readonly model: string | undefined;
  readonly tokens: ToldTokens;
};

export type ReplyBuilder = {
  /** Returns the text of the chunk. */
  add(completion: Completion): string;
  end(): WrittenReply;
};

/** Assembles a response from its chunks, except for the text, which the caller collects. */
export const createReplyBuilder = (): ReplyBuilder => {
  const drafts: Draft[] = [];
  let refusal = '';
  let ending: string | undefined;
  let model: string | undefined;
  let tokens: WrittenReply['tokens'] = {};
  return {
    add: (completion) => {
      model ??= completion.model || undefined;
      const { usage } = completion;
      if (usage) tokens = { input: usage.prompt_tokens, output: usage.completion_tokens };
      const choice = completion.choices?.find(({ index }) => !index);
      ending = choice?.finish_reason || ending;
      const part = choice?.delta ?? choice?.message;
      if (!part) return '';
      refusal += part.refusal ?? '';
      const isWhole = !choice?.delta;
      for (const [at, call] of (part.tool_calls ?? []).entries()) {
        addCall(drafts, isWhole ? { ...call, index: at } : call);
      }
      return part.content;
    },
    end: () => ({ toolCalls: withOwnIds(drafts), refusal, ending, model, tokens }),
  };
};

type Draft = { readonly index: number | undefined; id: string; name: string; arguments: string };

const addCall = (drafts: Draft[], part: CallPart): void => {
  const draft = draftFor(drafts, part) ?? { index: part.index ?? undefined, id: '', name: '', arguments: '' };
  if (!drafts.includes(draft)) drafts.push(draft);
  draft.id ||= part.id ?? '';
  draft.name ||= part.function.name;
  draft.arguments += part.function.arguments;
};

/** The chunks of a call share its index. Endpoints that omit it send the id, or nothing with chunks after the first. */
const draftFor = (drafts: readonly Draft[], part: CallPart): Draft | undefined => {
  const { index, id } = part;
  const same = drafts.findLast((draft) => {
    if (typeof index === 'number') return draft.index === index;
    return id ? draft.id === id : true;
  });
  return same && beginsAnother(same, part) ? undefined : same;
};

/** Some endpoints give all calls the index 0 or the same id. */
const beginsAnother = (draft: Draft, { id, function: written }: CallPart): boolean => {
  if (!written.name || !draft.name) return false;
  if (id && draft.id && id !== draft.id) return true;
  return written.arguments !== '' && isJsonObject(draft.arguments);
};

/** Replaces missing and repeated ids, because each tool result refers to its call. Missing arguments become an empty object. */
const withOwnIds = (drafts: readonly Draft[]): ToolCall[] => {
  const used = new Set<string>();
  return drafts.map((draft, at) => {
    let id = draft.id;
    for (let next = at; id === '' || used.has(id); next++) id = `call-${next}`;
    used.add(id);
    return { id, name: draft.name, arguments: draft.arguments.trim() === '' ? '{}' : draft.arguments };
  });
};

const textOf = (written: unknown): string => {
  if (typeof written === 'string') return written;
  return written === undefined || written === null ? '' : JSON.stringify(written);
};
