/** What this service worker uses of its scope; TypeScript's own types for it cannot live beside those of a page. */
export type WorkerScope = {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: 'install' | 'activate', listener: (event: LifecycleEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void;
};

type LifecycleEvent = Event & { waitUntil(work: Promise<unknown>): void };

type RequestEvent = Event & { readonly request: Request; respondWith(answer: Promise<Response>): void };
