import { createParser } from 'eventsource-parser';
import { parseJson } from './json-text.ts';

/**
 * The payloads of an answer as they come: the data of each server-sent event (https://html.spec.whatwg.org/multipage/server-sent-events.html),
 * or the whole body of an answer that is no stream, whatever its content type says.
 */
export async function* readPayloads(pieces: AsyncIterable<string>): AsyncGenerator<Payload> {
  const events: Payload[] = [];
  const parser = createParser({ onEvent: ({ data }) => events.push({ data, streamed: true }) });
  let head = '';
  let isStream = false;
  for await (const piece of pieces) {
    if (isStream) parser.feed(piece);
    else {
      head += piece;
      isStream = looksLikeEvents(head);
      if (isStream) parser.feed(head);
    }
    yield* events.splice(0);
  }
  if (!isStream) yield { data: head, streamed: false };
  // The last event may lack the empty line that closes it; one that was cut is left out.
  else parser.feed('\n\n');
  yield* events.filter(({ data }) => isWhole(data));
}

export type Payload = { readonly data: string; readonly streamed: boolean };

/** A comment or a field's name comes first; JSON and HTML begin otherwise. */
const looksLikeEvents = (head: string): boolean => /^\s*(?::|(?:data|event|id|retry):)/.test(head);

export const endOfStream = '[DONE]';

const isWhole = (data: string): boolean => data === endOfStream || parseJson(data) !== undefined;
