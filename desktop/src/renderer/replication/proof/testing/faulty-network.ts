import { type Life, never, outside } from './process-life.ts';
import type { ProofServer } from './proof-server.ts';

export type RequestKind = 'push' | 'pull' | 'stream' | 'refresh';

/** The fault of one request. */
export const faultKinds = [
  'dropped',
  'answer-lost',
  'twice',
  'late',
  'given-up-and-late',
  'answer-late',
  'answer-cut',
  'status-500',
  'status-503',
  'expired',
  'stream-cut',
  'stream-slow',
] as const;
export type FaultKind = (typeof faultKinds)[number];
export type Fault = { readonly request: RequestKind; readonly kind: FaultKind; readonly delay: number };

/** A device's connection to the server. */
export type Line = {
  readonly fetch: (life: Life) => typeof fetch;
  connect(): void;
  /** Goes offline: requests on their way may still arrive, responses do not. */
  disconnect(): void;
  isConnected(): boolean;
  /** Injects the fault into the next request of this kind. */
  plan(fault: Fault): void;
  /** Stops injecting faults. */
  mend(): void;
  pushes(): number;
  /** The request that was repeated endlessly, if any; the connection is dead since then. */
  restless(): string | undefined;
};

/** The latency in one direction. */
const LATENCY_MS = 3;
/** Far more than the changes of a story need. */
const MAX_PUSHES = 500;

export const openLine = (server: ProofServer, userId: string): Line => {
  let connected = true;
  let planned: Fault[] = [];
  let lastPush = '';
  const isRestless = (): boolean => pushes > MAX_PUSHES;
  let hangUps = new AbortController();
  let pushes = 0;

  const take = (request: RequestKind): Fault | undefined => {
    const at = planned.findIndex((fault) => fault.request === request);
    return at === -1 ? undefined : planned.splice(at, 1)[0];
  };

  const send = async (url: string, init: RequestInit): Promise<Response> => {
    const path = url;
    const kind = kindOf(path);
    if (isRestless()) return never();
    if (kind === 'push') pushes++;
    const fault = take(kind);
    const hangUp = hangUps.signal;
    const signals = [hangUp, ...(init.signal ? [init.signal] : [])];
    const token = new Headers(init.headers).get('authorization')?.replace('Bearer ', '');
    const request = { path, body: typeof init.body === 'string' ? init.body : '', token };
    const deliver = (): Promise<Response> => server.handle(request, AbortSignal.any(signals));
    if (!connected) throw new TypeError('fetch failed: no network');
    await sleep(LATENCY_MS);
    if (hangUp.aborted && fault?.kind !== 'given-up-and-late') throw new TypeError('fetch failed: hung up');

    switch (fault?.kind) {
      case 'dropped':
        throw new TypeError('fetch failed: dropped');
      case 'status-500':
        return new Response('<h1>Internal Server Error</h1>', { status: 500 });
      case 'status-503':
        return new Response('upstream', { status: 503 });
      case 'expired':
        server.expireTokens(userId);
        break;
      case 'given-up-and-late':
        void outside(() => sleep(fault.delay).then(deliver));
        throw new TypeError('fetch failed: reset');
      case 'late':
        await sleep(fault.delay);
        break;
      case 'twice':
        void outside(() => sleep(fault.delay).then(deliver));
        break;
      default:
    }
    const response = await deliver();
    if (kind === 'push') lastPush = `${request.body} -> ${await response.clone().text()}`;
    if (fault?.kind === 'answer-late') await sleep(fault.delay);
    await sleep(LATENCY_MS);
    if (fault?.kind === 'answer-lost' || hangUp.aborted) throw new TypeError('fetch failed: answer lost');
    if (kind === 'stream') return throughLine(response, AbortSignal.any(signals), fault);
    return fault?.kind === 'answer-cut' ? cutInHalf(response) : response;
  };

  return {
    fetch: (life) => (input, init) =>
      life.alive
        ? outside(() => abortable(send(String(input), init ?? {}), init?.signal)).then(
            (response) => (life.alive ? response : never<Response>()),
            (error) => (life.alive ? Promise.reject(error) : never<Response>()),
          )
        : never(),
    connect: () => {
      connected = true;
    },
    disconnect: () => {
      connected = false;
      hangUps.abort();
      hangUps = new AbortController();
    },
    isConnected: () => connected,
    plan: (fault) => {
      planned.push(fault);
    },
    mend: () => {
      planned = [];
    },
    pushes: () => pushes,
    restless: () => (isRestless() ? lastPush : undefined),
  };
};

const kindOf = (path: string): RequestKind => {
  if (path.endsWith('/push')) return 'push';
  if (path.endsWith('/pull')) return 'pull';
  return path.endsWith('/stream') ? 'stream' : 'refresh';
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const abortable = <T>(promise: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> => {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
};

const cutInHalf = async (response: Response): Promise<Response> => {
  const text = await response.text();
  return new Response(text.slice(0, Math.floor(text.length / 2)), { status: response.status });
};

/** Each piece is delayed; a cut falls in the middle of a frame. */
const throughLine = (response: Response, signal: AbortSignal, fault: Fault | undefined): Response => {
  if (!response.ok || !response.body) return response;
  const reader = response.body.getReader();
  const wait = fault?.kind === 'stream-slow' ? fault.delay : LATENCY_MS;
  let framesLeft = fault?.kind === 'stream-cut' ? 1 + (fault.delay % 3) : Number.POSITIVE_INFINITY;
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const hangUp = (): void => controller.error(new TypeError('network error'));
        signal.addEventListener('abort', hangUp, { once: true });
        if (signal.aborted) hangUp();
      },
      pull: async (controller) => {
        const { done, value } = await reader.read();
        if (signal.aborted) return;
        await sleep(wait);
        if (signal.aborted) return;
        if (done) return controller.close();
        if (framesLeft-- > 0) return controller.enqueue(value);
        controller.enqueue(value.slice(0, value.length / 2));
        controller.error(new TypeError('network error'));
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { status: response.status });
};
