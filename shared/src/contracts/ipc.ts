import { z } from 'zod';

const sessionSchema = z.object({ refreshToken: z.string() });

/** All calls that the renderer may make to Electron's main process; both sides parse them with these schemas. */
export const ipcCalls = {
  /** The configured server; requests to the page's own origin are forwarded to it. */
  'server:url': { request: z.null(), response: z.object({ url: z.url() }) },
  /** The session for the configured server, stored in the system's keychain (safeStorage), or null. */
  'session:load': { request: z.null(), response: sessionSchema.nullable() },
  'session:save': { request: sessionSchema, response: z.null() },
  'session:clear': { request: z.null(), response: z.null() },
  'notification:show': {
    request: z.object({ title: z.string().max(200), body: z.string().max(500), conversationId: z.string().max(200) }),
    response: z.null(),
  },
  'badge:set': { request: z.object({ unread: z.int().min(0) }), response: z.null() },
} as const satisfies Record<string, { request: z.ZodType; response: z.ZodType }>;

export type IpcCall = keyof typeof ipcCalls;
export type IpcRequest<C extends IpcCall> = z.infer<(typeof ipcCalls)[C]['request']>;
export type IpcResponse<C extends IpcCall> = z.infer<(typeof ipcCalls)[C]['response']>;

/** Events that the main process sends to the renderer. */
export const ipcEvents = {
  'conversation:open': z.object({ conversationId: z.string() }),
  /** The system could not open a link that the person clicked. */
  'link:unopened': z.object({ url: z.string() }),
} as const satisfies Record<string, z.ZodType>;

export type IpcEvent = keyof typeof ipcEvents;
export type IpcEventPayload<E extends IpcEvent> = z.infer<(typeof ipcEvents)[E]>;

/** A structured result: errors cross the bridge as values. */
export type IpcResult<C extends IpcCall> =
  | { readonly ok: true; readonly value: IpcResponse<C> }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** The type of `window.inbetwin`, the whole bridge. */
export type IpcBridge = {
  request<C extends IpcCall>(call: C, payload: IpcRequest<C>): Promise<IpcResult<C>>;
  on<E extends IpcEvent>(event: E, listener: (payload: IpcEventPayload<E>) => void): () => void;
};
