import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { type IpcCall, type IpcResult, ipcCalls } from '@inbetwin/shared/contracts/ipc.ts';
import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import { isOwnAddress } from '../origin.ts';
import type { IpcHandler, IpcHandlers } from './handlers.ts';

/** The request channel of the bridge; `preload` uses the same name. */
const REQUEST_CHANNEL = 'inbetwin:request';

/** Handles the renderer's calls. An untrusted sender, an unknown call, or an invalid payload gets an error value and has no effect. */
export const answerCalls = (handlers: IpcHandlers, ownOrigins: readonly string[]): void => {
  ipcMain.handle(REQUEST_CHANNEL, async (event, call: unknown, payload: unknown): Promise<IpcResult<IpcCall>> => {
    if (!isTrusted(event, ownOrigins)) return refusal('ipc.untrusted', 'This page may not call the application.');
    if (!isCall(call)) return refusal('ipc.unknown_call', 'There is no such call.');
    const parsed = ipcCalls[call].request.safeParse(payload);
    if (!parsed.success) return refusal('ipc.invalid', parsed.error.issues[0]?.message ?? 'The payload is wrong.');
    // TypeScript cannot relate the handler to the call it was looked up by; the schema has just checked it.
    const handle = handlers[call] as IpcHandler<IpcCall>;
    try {
      return { ok: true, value: await handle(parsed.data as Parameters<typeof handle>[0]) };
    } catch (error) {
      return error instanceof Failure ? refusal(error.code, error.message) : refusal('ipc.failed', String(error));
    }
  });
};

const isTrusted = ({ senderFrame }: IpcMainInvokeEvent, ownOrigins: readonly string[]): boolean =>
  senderFrame !== null && senderFrame.parent === null && isOwnAddress(senderFrame.url, ownOrigins);

const isCall = (call: unknown): call is IpcCall => typeof call === 'string' && Object.hasOwn(ipcCalls, call);

const refusal = (code: string, message: string): IpcResult<IpcCall> => ({ ok: false, code, message });
