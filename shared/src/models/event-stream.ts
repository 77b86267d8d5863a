import { parseJson } from './json-text.ts';

/**
 * The payloads of an answer as they come: the data of each server-sent event (https://html.spec.whatwg.org/multipage/server-sent-events.html),
 * or the whole body of an answer that is no stream, whatever its content type says.
 */
export async function* readPayloads(pieces: AsyncIterable<string>): AsyncGenerator<Payload> {
  let head = '';
  let events: EventReader | undefined;
  for await (const piece of pieces) {
    if (events) {
      yield* events.read(piece).map(streamed);
      continue;
    }
    head += piece;
    if (!looksLikeEvents(head)) continue;
    events = createEventReader();
    yield* events.read(head).map(streamed);
  }
  if (events) yield* events.end().map(streamed);
  else yield { data: head, streamed: false };
}

export type Payload = { readonly data: string; readonly streamed: boolean };

const streamed = (data: string): Payload => ({ data, streamed: true });

/** A comment or a field's name comes first; JSON and HTML begin otherwise. */
const looksLikeEvents = (head: string): boolean => /^\s*(?::|(?:data|event|id|retry):)/.test(head);

type EventReader = {
  /** The data of the events that `piece` completes. */
  read(piece: string): string[];
  /** Of the event that no empty line closed. One that was cut is left out. */
  end(): string[];
};

const createEventReader = (): EventReader => {
  let rest = '';
  let data: string[] = [];
  const take = (line: string): string[] => {
    if (line.startsWith('data:')) data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
    if (line !== '' || data.length === 0) return [];
    const event = data.join('\n');
    data = [];
    return [event];
  };
  return {
    read: (piece) => {
      // A carriage return at the end may be half of a line's end.
      const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      return lines.flatMap(take);
    },
    end: () => [...take(rest.replace(/\r$/, '')), ...take('')].filter(isWhole),
  };
};

export const endOfStream = '[DONE]';

const isWhole = (data: string): boolean => data === endOfStream || parseJson(data) !== undefined;
