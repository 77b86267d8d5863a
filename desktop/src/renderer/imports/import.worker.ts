import type { ReaderCommand } from '@inbetwin/shared/knowledge/reader/reader-messages.ts';
import { serveReader } from '@inbetwin/shared/knowledge/reader/serve-reader.ts';

const serve = serveReader((event) => self.postMessage(event));
self.addEventListener('message', ({ data }: MessageEvent<ReaderCommand>) => void serve(data));
