/** The lines of a body as they come, however its bytes are cut. One that was cut off at the end is none. */
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
    // Of a connection that broke this says so again; whoever reads knows by then.
    reader.cancel().catch(() => undefined);
  }
}
