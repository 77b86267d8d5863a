import { existsSync } from 'node:fs';
import type { Team, User } from '@inbetwin/shared/contracts/accounts.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import {
  type PushRequest,
  pullRequestSchema,
  pushRequestSchema,
  SYNC_VERSION,
  type SyncDocument,
} from '@inbetwin/shared/contracts/sync.ts';
import type { Role } from '@inbetwin/shared/entities/declaring/rights.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { createRisingClock } from '@inbetwin/shared/ports/clock.ts';
import { openTeamCollection, openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { Caller } from '@inbetwin/sync-server/accounts/access-token.ts';
import { failureOf } from '@inbetwin/sync-server/http/machinery/foreign-errors.ts';
import { createLogger } from '@inbetwin/sync-server/http/machinery/logger.ts';
import { problemOf } from '@inbetwin/sync-server/http/machinery/problem.ts';
import { openTestStore } from '@inbetwin/sync-server/store/testing/open-test-store.ts';
import { createSyncGateway } from '@inbetwin/sync-server/sync/gateway.ts';
import { createStreamHub, toFrame } from '@inbetwin/sync-server/sync/stream-hub.ts';
import { toSyncDocument } from '@inbetwin/sync-server/sync/team-collections.ts';
import { createTeamFeeds } from '@inbetwin/sync-server/sync/team-feeds.ts';
import { outside } from './process-life.ts';

export type ProofRequest = {
  readonly path: string;
  readonly body: string;
  readonly token: string | undefined;
};

export type Person = { readonly user: User; readonly team: Team };

/** The real gateway, stream hub and store with fake people and tokens. */
export type ProofServer = {
  readonly documents: TeamDocuments;
  /** The order in which documents were first stored; those of one request share a number. */
  readonly arrivals: ReadonlyMap<string, number>;
  /** Documents (`collection/id`) that were rejected at least once. */
  readonly refusals: ReadonlySet<string>;
  /** Responds as the real server would. A stream ends when `signal` aborts. */
  handle(request: ProofRequest, signal: AbortSignal): Promise<Response>;
  /** Expires the person's access tokens. */
  expireTokens(userId: string): void;
  setRole(userId: string, role: Role): void;
  read(collection: ReplicatedCollection): Promise<ReadonlyMap<string, SyncDocument>>;
  close(): Promise<void>;
};

/** Small, so that changes fall between two pages. */
const PAGE = 2;
const HEARTBEAT_MS = 15_000;
const beat = new TextEncoder().encode(': beat\n\n');

type Parts = { readonly people: readonly Person[]; readonly now: () => number };

const MEMORY_DISK = '/dev/shm';

/** Stories commit hundreds of times and power cuts are proved elsewhere, so an in-memory disk is used where there is one. */
const openStoreInMemory = (): ReturnType<typeof openTestStore> => {
  const { TMPDIR } = process.env;
  if (existsSync(MEMORY_DISK)) process.env.TMPDIR = MEMORY_DISK;
  const opening = openTestStore();
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  return opening;
};

export const startProofServer = async ({ people, now }: Parts): Promise<ProofServer> => {
  const { store, close } = await openStoreInMemory();
  const log = createLogger('silent');
  const clock = createRisingClock(now, () => 0);
  const gateway = createSyncGateway({ store, clockOf: async () => clock });
  const hub = createStreamHub(createTeamFeeds({ store, log }));
  const teamId = people[0]?.team.id ?? 'team';
  const roles = new Map(people.map(({ user, team }) => [user.id, team.role]));
  const generations = new Map<string, number>();
  const arrivals = new Map<string, number>();
  const refusals = new Set<string>();
  let requests = 0;

  /** Each device has its own session. */
  const tokenOf = (refreshToken: string): string =>
    `${refreshToken}#${generations.get(refreshToken.split('#')[0] ?? '') ?? 0}`;

  const authenticate = (token: string | undefined): Caller => {
    const [userId = '', device = ''] = token?.split('#') ?? [];
    const role = roles.get(userId);
    if (!role) throw new Failure('auth.token_invalid', 'No such token.', 'Sign in.');
    if (token !== tokenOf(`${userId}#${device}`))
      throw new Failure('auth.token_expired', 'The token has expired.', 'Renew it.');
    return { userId, teamId, role, sessionId: `${userId}:${device}` };
  };

  const noteArrivals = async (collection: ReplicatedCollection, rows: PushRequest['rows']): Promise<void> => {
    const number = ++requests;
    const fresh = rows.map((row) => row.newDocumentState.id).filter((id) => !arrivals.has(`${collection}/${id}`));
    for (const { id } of await openTeamCollection(store, teamId, collection).getMany(fresh)) {
      arrivals.set(`${collection}/${id}`, number);
    }
  };

  const refresh = (body: string): Response => {
    const { refreshToken } = JSON.parse(body) as { refreshToken: string };
    const person = people.find(({ user }) => refreshToken.startsWith(`${user.id}#`));
    return Response.json({ ...person, accessToken: tokenOf(refreshToken), refreshToken, deviceToken: '' });
  };

  const answer = async ({ path, body, token }: ProofRequest, signal: AbortSignal): Promise<Response> => {
    if (path === '/api/v1/auth/refresh') return refresh(body);
    const caller = authenticate(token);
    if (path === '/sync/v1/pull') {
      const { limit, ...request } = pullRequestSchema.parse(JSON.parse(body));
      return Response.json(await gateway.pull(caller, { ...request, limit: Math.min(limit, PAGE) }));
    }
    if (path === '/sync/v1/stream') return openStream(teamId, signal);
    const request = pushRequestSchema.parse(JSON.parse(body));
    const result = await gateway.push(caller, request);
    for (const { id } of result.refused) refusals.add(`${request.collection}/${id}`);
    await noteArrivals(request.collection, request.rows);
    return Response.json(result);
  };

  const openStream = async (team: string, signal: AbortSignal): Promise<Response> => {
    const early: Uint8Array[] = [];
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    let isOpen = true;
    // Runs are not watched here.
    const id = 'proof';
    const leave = await hub.join(team, {
      id,
      sessionId: '',
      send: (frame) => {
        if (!isOpen) return;
        if (controller) controller.enqueue(frame);
        else early.push(frame);
      },
      end: () => end(),
    });
    const beating = setInterval(() => controller?.enqueue(beat), HEARTBEAT_MS);
    const end = (): void => {
      if (!isOpen) return;
      isOpen = false;
      clearInterval(beating);
      leave();
      controller?.close();
    };
    signal.addEventListener('abort', end);
    const body = new ReadableStream<Uint8Array>(
      {
        start: (opened) => {
          controller = opened;
          for (const frame of [toFrame({ type: 'ready', stream: id, version: SYNC_VERSION }), ...early])
            opened.enqueue(frame);
        },
        cancel: end,
      },
      { highWaterMark: 0 },
    );
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  };

  return {
    documents: openTeamDocuments(store, teamId),
    arrivals,
    refusals,
    handle: (request, signal) =>
      outside(async () => {
        try {
          return await answer(request, signal);
        } catch (error) {
          const problem = problemOf(failureOf(error), 'proof');
          return Response.json(problem, { status: problem.status });
        }
      }),
    expireTokens: (userId) => {
      generations.set(userId, (generations.get(userId) ?? 0) + 1);
    },
    setRole: (userId, role) => {
      roles.set(userId, role);
    },
    read: async (collection) => {
      const database = openTeamCollection(store, teamId, collection);
      const { changes } = await database.changes({ limit: 10_000 });
      return new Map(changes.map((change) => [change.id, toSyncDocument(change)]));
    },
    close: async () => {
      hub.close();
      await close();
    },
  };
};
