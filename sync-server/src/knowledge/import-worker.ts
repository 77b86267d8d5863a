import { parentPort } from 'node:worker_threads';
import { serveReader } from '@inbetwin/shared/knowledge/reader/serve-reader.ts';

const port = parentPort;
if (port)
  port.on(
    'message',
    serveReader((event) => port.postMessage(event)),
  );
