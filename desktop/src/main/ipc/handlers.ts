import type { IpcCall, IpcRequest, IpcResponse } from '@inbetwin/shared/contracts/ipc.ts';

/** Handles one call of the renderer; the payload has been validated. */
export type IpcHandler<C extends IpcCall> = (payload: IpcRequest<C>) => IpcResponse<C> | Promise<IpcResponse<C>>;

/** One handler per call; a missing one is a compile error. */
export type IpcHandlers = { readonly [C in IpcCall]: IpcHandler<C> };
