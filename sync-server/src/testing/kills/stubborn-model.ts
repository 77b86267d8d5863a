import type { ChatRequest } from '../fake-chat.ts';
import type { ChatTurn } from '../fake-openai.ts';
import { numberIn, numberOf, type Wish, type Writing } from './customers.ts';

type RequestMessage = ChatRequest['messages'][number];

/** An earlier call of the model, and whether it succeeded. */
type Made = { readonly wish: string; readonly succeeded: boolean };

/**
 * A model that fulfills the customers' wishes one by one, or all in one turn, and retries a failed call with the very
 * same arguments. Its response depends on the request alone, so after a crash it asks for the same.
 */
export const stubbornModel = (writings: readonly Writing[]) => {
  const wishesOf = new Map(writings.map((writing) => [numberOf(writing), writing.wishes]));
  return ({ messages, tools = [] }: ChatRequest): ChatTurn => {
    const acts = tools.some(({ function: { name } }) => name === toolOf.book);
    if (tools.some(({ function: { name } }) => name === 'choose_agent')) return chooseFor(messages);
    if (!acts) return { kind: 'answer', text: 'Нового нет.' };
    const made = messages.flatMap((message) => callsOf(message, messages));
    const numbers = askedIn(messages, made);
    const open = numbers.flatMap((number) => wishesOf.get(number) ?? []).filter((wish) => isOpen(wish, made));
    if (open.length === 0) return { kind: 'answer', text: `Готово: ${numbers.join(', ')}.` };
    const isHasty = Number.parseInt(numbers[0] ?? '', 10) % 2 === 0;
    return { kind: 'answer', toolCalls: (isHasty ? open : open.slice(0, 1)).map(callFor) };
  };
};

/** Chosen by the customer's number, so that both agents have customers. */
const chooseFor = (messages: readonly RequestMessage[]): ChatTurn => {
  const number = messages.map(({ content }) => numberIn(content ?? '')).findLast((each) => each !== undefined);
  const name = Number.parseInt(number ?? '', 10) % 3 === 0 ? 'colleague' : 'rag';
  return { kind: 'answer', toolCalls: [{ name: 'choose_agent', arguments: { name } }] };
};

const toolOf = { book: 'schedule_event', order: 'create_order', person: 'call_operator' } as const;

const callFor = ({ id, kind }: Wish) => ({
  name: toolOf[kind],
  arguments: kind === 'person' ? { reason: 'no_answer', summary: `Заявка ${id}` } : { wish: id, amount: 1 },
});

const isOpen = ({ id }: Wish, made: readonly Made[]): boolean => {
  const tries = made.filter(({ wish }) => wish === id);
  return tries.length < 2 && !tries.some(({ succeeded }) => succeeded);
};

const callsOf = (message: RequestMessage, messages: readonly RequestMessage[]): readonly Made[] => {
  if (message.role !== 'assistant') return [];
  return (message.tool_calls ?? []).map(({ id, function: { arguments: text } }) => {
    const result = messages.find((other) => other.role === 'tool' && other.tool_call_id === id);
    const succeeded = result?.role === 'tool' && !result.content.startsWith('{"error"');
    return { wish: /\d+\.\d+\.\d+/.exec(text)?.[0] ?? '', succeeded };
  });
};

/** The customer's messages to act on: those after the last reply, or those that it has begun with. */
const askedIn = (messages: readonly RequestMessage[], made: readonly Made[]): readonly string[] => {
  const end = messages.findLastIndex(({ role }) => role === 'user') + 1;
  const begin = messages.slice(0, end).findLastIndex(({ role }) => role !== 'user') + 1;
  const asked = messages.slice(begin, end).flatMap(({ content }) => numberIn(content ?? '') ?? []);
  const begun = [...new Set(made.map(({ wish }) => wish.split('.').slice(0, 2).join('.')))];
  return begun.length === 0 || begun.some((number) => asked.includes(number)) ? asked : begun;
};
