import { Failure } from '../contracts/errors.ts';
import { patience } from './patience.ts';

type Ears = {
  /** Called for every chunk before it is read. */
  readonly heard: () => void;
  /** The error to throw when the connection breaks. */
  readonly broken: (cause: unknown) => Failure;
};

/** Yields the text of a body as it arrives, however its bytes are chunked. Leaving the loop closes the connection. */
export async function* readText(
  body: ReadableStream<Uint8Array> | null,
  { heard, broken }: Ears,
): AsyncGenerator<string> {
  if (!body) return;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await readPiece(reader, broken);
      if (done) break;
      heard();
      const text = decoder.decode(value, { stream: true });
      length += text.length;
      if (length > patience.longestAnswer) throw tooLong();
      yield text;
    }
    yield decoder.decode();
  } finally {
    void letGo(reader);
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

const readPiece = async (reader: Reader, broken: Ears['broken']) => {
  try {
    return await reader.read();
  } catch (error) {
    throw broken(error);
  }
};

/** How long to wait for the end of a complete response, so that the connection can be reused. Milliseconds. */
const LINGER_MS = 100;

/** Always resolves, because errors of a connection whose response is complete do not matter. */
const letGo = async (reader: Reader): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tired = new Promise<'tired'>((resolve) => {
    timer = setTimeout(resolve, LINGER_MS, 'tired');
  });
  const ended = async () => {
    while (!(await reader.read()).done);
    return 'ended' as const;
  };
  const outcome = await Promise.race([ended().catch(() => 'broken' as const), tired]);
  clearTimeout(timer);
  if (outcome === 'tired') await reader.cancel().catch(() => undefined);
};

const tooLong = (): Failure =>
  new Failure('model.bad_reply', 'The model does not come to an end.', 'Set a limit of tokens at the endpoint.');
