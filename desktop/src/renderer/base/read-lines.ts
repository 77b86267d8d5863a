/** Yields the lines of a body as they arrive, however its bytes are chunked. An incomplete last line is dropped. */
export async function* readLines(body: ReadableStream<BufferSource>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      yield* lines.filter((line) => line.trim() !== '');
    }
  } finally {
    // On a broken connection this repeats the error that the reader has already received.
    reader.cancel().catch(() => undefined);
  }
}
