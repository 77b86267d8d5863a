import type { IpcCall, IpcRequest, IpcResponse } from '@inbetwin/shared/contracts/ipc.ts';

export type IpcHandler<C extends IpcCall> = (payload: IpcRequest<C>) => IpcResponse<C> | Promise<IpcResponse<C>>;

/** One handler per call: a call without one does not compile. */
export type IpcHandlers = { readonly [C in IpcCall]: IpcHandler<C> };
