/** The part of the worker's global scope that is used here; TypeScript's own types for it conflict with those of a page. */
export type WorkerScope = {
  readonly registration: { readonly scope: string };
  readonly clients: WindowClients & { claim(): Promise<void> };
  addEventListener(type: 'install' | 'activate', listener: (event: LifecycleEvent) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: NotificationEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void;
};

/** The pages of this origin, including those that this worker does not control. */
export type WindowClients = {
  matchAll(wanted: { readonly type: 'window'; readonly includeUncontrolled: true }): Promise<readonly WindowClient[]>;
  openWindow(url: string): Promise<unknown>;
};

type WindowClient = {
  readonly url: string;
  readonly focused: boolean;
  focus(): Promise<unknown>;
  postMessage(message: object): void;
};

type LifecycleEvent = Event & { waitUntil(work: Promise<unknown>): void };

type RequestEvent = Event & { readonly request: Request; respondWith(answer: Promise<Response>): void };

type NotificationEvent = LifecycleEvent & { readonly notification: { readonly data: unknown; close(): void } };
