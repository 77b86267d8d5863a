import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a bad network, an overloaded proxy or a restarting server does to one request. */
const faults = ['late', 'reset', 'lost-answer', 'half-answer', 'error-page', 'unauthorised', 'unavailable'] as const;
export type Fault = (typeof faults)[number];

export type FaultyProxy = {
  readonly url: string;
  /** The number of times that each fault was injected. */
  done(): Readonly<Record<Fault, number>>;
  /** Lets everything pass from now on. */
  heal(): void;
  close(): Promise<void>;
};

type Options = {
  readonly target: string;
  readonly random: () => number;
  /** The share of requests with a fault, 0 to 1. */
  readonly share: number;
};

const isSync = (path: string): boolean => path.startsWith('/sync/');
/** A stream lives this long at most, ms. */
const STREAM_MS = 1_500;
const LATE_MS = 400;

/** Forwards requests to a server, injecting faults into replication requests as the random numbers decide. */
export const startFaultyProxy = async ({ target, random, share }: Options): Promise<FaultyProxy> => {
  const counts: Record<Fault, number> = Object.fromEntries(faults.map((fault) => [fault, 0])) as Record<Fault, number>;
  let isHealed = false;

  const chooseFault = (path: string): Fault | undefined => {
    if (isHealed || !isSync(path) || random() > share) return undefined;
    const fault = faults[Math.floor(random() * faults.length)];
    if (fault) counts[fault] += 1;
    return fault;
  };

  const server = createServer(async (incoming, outgoing) => {
    const path = incoming.url ?? '/';
    const fault = chooseFault(path);
    const body = await readBody(incoming);
    if (body === undefined) return;
    if (fault === 'reset') return destroy(outgoing);
    if (fault === 'error-page') return answer(outgoing, 500, 'text/html', '<h1>Bad gateway</h1>');
    if (fault === 'unavailable') return answer(outgoing, 503, 'text/plain', 'Try later');
    if (fault === 'unauthorised') return answer(outgoing, 401, 'application/problem+json', expired);
    if (fault === 'late') await pause(random() * LATE_MS);
    const cut = !isHealed && path.startsWith('/sync/v1/stream') ? random() * STREAM_MS : undefined;
    pass({ incoming, outgoing, body, target, fault, cut });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    done: () => counts,
    heal: () => {
      isHealed = true;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const expired = JSON.stringify({
  type: 'urn:inbetwin:auth.token_expired',
  title: 'The access token has expired',
  status: 401,
  code: 'auth.token_expired',
  detail: 'The access token has expired.',
  hint: 'Renew it.',
});

type Passing = {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly body: Buffer;
  readonly target: string;
  readonly fault: Fault | undefined;
  /** The number of milliseconds after which the response is cut off. */
  readonly cut: number | undefined;
};

const pass = ({ incoming, outgoing, body, target, fault, cut }: Passing): void => {
  const { method, headers, url } = incoming;
  const onward = request(new URL(url ?? '/', target), { method, headers, agent: false });
  onward.on('error', () => destroy(outgoing));
  outgoing.on('close', () => onward.destroy());
  onward.on('response', async (response) => {
    if (fault === 'lost-answer') {
      await readBody(response);
      return destroy(outgoing);
    }
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    if (fault === 'half-answer') return sendHalf(response, outgoing);
    if (cut !== undefined) setTimeout(() => destroy(outgoing), cut);
    response.on('error', () => destroy(outgoing));
    response.pipe(outgoing);
  });
  onward.end(body);
};

const sendHalf = async (response: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
  for await (const chunk of response) {
    const bytes: Buffer = Buffer.from(chunk);
    outgoing.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => destroy(outgoing));
    return;
  }
  destroy(outgoing);
};

/** Undefined if it was cut off. */
const readBody = async (message: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of message) chunks.push(Buffer.from(chunk));
  } catch (error) {
    if (message.destroyed) return undefined;
    throw error;
  }
  return Buffer.concat(chunks);
};

const answer = (outgoing: ServerResponse, status: number, type: string, body: string): void => {
  outgoing.writeHead(status, { 'content-type': type }).end(body);
};

const destroy = (outgoing: ServerResponse): void => {
  outgoing.destroy();
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
