import { connect } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const preload = new URL('./report-when-idle.preload.ts', import.meta.url);

/** Bytes. */
const memorySchema = z.object({ rss: z.number(), heapUsed: z.number(), external: z.number() });
export type Memory = z.infer<typeof memorySchema>;

export type IdleReport = {
  /** What the server must be started with. */
  readonly environment: Readonly<Record<string, string>>;
  /** Waits until the server rests, collects its garbage, and tells what it holds then. */
  read(): Promise<Memory>;
};

/** `folder` holds the socket. */
export const createIdleReport = (folder: string): IdleReport => {
  const socket = path.join(folder, 'report.sock');
  return {
    environment: { NODE_OPTIONS: `--import=${preload.href}`, BENCH_REPORT: socket },
    read: async () => memorySchema.parse(JSON.parse(await text(connect(socket)))),
  };
};
