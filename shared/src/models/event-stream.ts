import { createParser } from 'eventsource-parser';
import { parseJson } from './json-text.ts';

/**
 * Yields the payloads of a response as they arrive: the data of each server-sent event
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html), or the whole body if it is not a stream, whatever its content type
 * says.
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
  // The last event may lack its final empty line; one that was cut off is dropped.
  else parser.feed('\n\n');
  yield* events.filter(({ data }) => isWhole(data));
}

export type Payload = { readonly data: string; readonly streamed: boolean };

/** A stream begins with a comment or a field name; JSON and HTML do not. */
const looksLikeEvents = (head: string): boolean => /^\s*(?::|(?:data|event|id|retry):)/.test(head);

export const endOfStream = '[DONE]';

const isWhole = (data: string): boolean => data === endOfStream || parseJson(data) !== undefined;
