import type { CDPSession } from '@playwright/test';
import { z } from 'zod';

const replySchema = z.object({
  id: z.number().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});
const usageSchema = z.object({
  usedSize: z.number(),
  embedderHeapUsedSize: z.number(),
  backingStorageSize: z.number(),
});

/**
 * Attaches to the next worker that the page starts. The returned function gives the bytes in use in that worker after
 * garbage collection: its objects, the browser's own data for it, and its array buffers.
 */
export const watchWorkerHeap = async (session: CDPSession): Promise<() => Promise<number>> => {
  const attached = new Promise<string>((resolve) => {
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') resolve(sessionId);
    });
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  let lastId = 0;

  const call = async (method: string): Promise<unknown> => {
    const sessionId = await attached;
    lastId += 1;
    const id = lastId;
    const answer = new Promise<unknown>((resolve, reject) => {
      const listen = (event: { readonly sessionId: string; readonly message: string }): void => {
        const reply = replySchema.parse(JSON.parse(event.message));
        if (event.sessionId !== sessionId || reply.id !== id) return;
        session.off('Target.receivedMessageFromTarget', listen);
        if (reply.error) reject(new Error(`${method}: ${reply.error.message}`));
        else resolve(reply.result);
      };
      session.on('Target.receivedMessageFromTarget', listen);
    });
    await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    return answer;
  };

  return async () => {
    await call('HeapProfiler.collectGarbage');
    const { usedSize, embedderHeapUsedSize, backingStorageSize } = usageSchema.parse(
      await call('Runtime.getHeapUsage'),
    );
    return usedSize + embedderHeapUsedSize + backingStorageSize;
  };
};
