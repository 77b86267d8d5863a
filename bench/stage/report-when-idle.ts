import { connect } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const preload = new URL('./report-when-idle.preload.ts', import.meta.url);

/** Values are in bytes. */
const memorySchema = z.object({ rss: z.number(), heapUsed: z.number(), external: z.number() });
/** The memory use of a process, in bytes. */
export type Memory = z.infer<typeof memorySchema>;

/** Reports the memory use of an idle server. */
export type IdleReport = {
  /** Environment variables with which the server must be started. */
  readonly environment: Readonly<Record<string, string>>;
  /** Waits until the server is idle, collects its garbage, and returns its memory use. */
  read(): Promise<Memory>;
};

/** Creates the report; `folder` holds the socket. */
export const createIdleReport = (folder: string): IdleReport => {
  const socket = path.join(folder, 'report.sock');
  return {
    environment: { NODE_OPTIONS: `--import=${preload.href}`, BENCH_REPORT: socket },
    read: async () => memorySchema.parse(JSON.parse(await text(connect(socket)))),
  };
};
