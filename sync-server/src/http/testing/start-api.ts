import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTeamRuns } from '@inbetwin/shared/agents/runs/team-runs.ts';
import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import { Failure, type Problem, problemSchema } from '@inbetwin/shared/contracts/errors.ts';
import type { Role } from '@inbetwin/shared/entities/declaring/rights.ts';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import type { Source } from '@inbetwin/shared/entities/source.ts';
import { changeDetails } from '@inbetwin/shared/knowledge/change-details.ts';
import { createNoModelProvider } from '@inbetwin/shared/models/no-model/no-model.ts';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { documentsAs, openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { SearchFilter } from '@inbetwin/shared/search/search-index.ts';
import { createFixedClock } from '@inbetwin/shared/testing/fixed-clock.ts';
import { searchOver } from '@inbetwin/shared/testing/search-over.ts';
import { validityAt } from '@inbetwin/shared/timing/validity-at.ts';
import { createAccounts } from '../../accounts/accounts.ts';
import { openRecords, recordId } from '../../accounts/records.ts';
import { openMessageFiles } from '../../files/message-files.ts';
import { createDiskBlobStore } from '../../store/blobs/disk-blob-store.ts';
import { openEmbeddedStore } from '../../store/embedded/embedded-store.ts';
import { createSyncGateway } from '../../sync/gateway.ts';
import { createStreamHub } from '../../sync/stream-hub.ts';
import { createTeamFeeds } from '../../sync/team-feeds.ts';
import { cancelRun } from '../../teams/cancel-run.ts';
import type { TeamServices } from '../../teams/team-services.ts';
import { testAgent } from '../../teams/test-agent.ts';
import { createApp } from '../app.ts';
import { openIntake } from '../bodies/intake.ts';
import type { AuthLimits } from '../limits/auth-limits.ts';
import { createLogger } from '../machinery/logger.ts';
import { createRemovalReceipts } from '../machinery/removal-receipts.ts';
import type { Services } from '../machinery/services.ts';

type Sent = { readonly token?: string | undefined; readonly body?: unknown; readonly headers?: Record<string, string> };

const secretKey = new Uint8Array(32).fill(7);

export type Api = {
  readonly url: string;
  readonly store: DocumentStore;
  readonly blobs: BlobStore;
  readonly services: Services;
  readonly clock: ReturnType<typeof createFixedClock>;
  /** `body` is sent as JSON unless it is a string, bytes or a form. */
  send(method: string, path: string, sent?: Sent): Promise<Response>;
  /** A user named so, owner of a team named so, at `<name>@example.com` with the password `long enough`. */
  register(name: string): Promise<Session>;
  /** Somebody else of the team of `owner`, who has signed in. */
  signInAs(role: Role, owner: Pick<Session, 'team'>): Promise<Session>;
  /** An access token of a colleague in the same team, with this role. */
  tokenAs(role: Role, session: Session): Promise<string>;
  close(): Promise<void>;
};

/** The real application on a free port, over real accounts and documents in a store of its own. */
export const startApi = async (overrides: Partial<Services> = {}): Promise<Api> => {
  const clock = createFixedClock();
  const directory = await mkdtemp(join(tmpdir(), 'inbetwin-api-'));
  const store = openEmbeddedStore({ directory });
  const blobs = createDiskBlobStore(join(directory, 'files'));
  const intake = await openIntake(join(directory, 'uploads'));
  const services = { ...createServices({ store, blobs, clock }), intake, ...overrides };
  const server = createServer(createApp(services)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const signInAs: Api['signInAs'] = async (role, { team }) => {
    const userId = randomUUID();
    const { users } = openRecords(store);
    const createdAt = clock();
    const email = `${userId}@example.com`;
    await users.put({ id: recordId.user(userId), kind: 'user', email, name: role, passwordHash: null, createdAt });
    await services.accounts.members.add({ userId, teamId: team.id, role });
    return services.accounts.redeemLink(await services.accounts.createSignInLink({ userId, teamId: team.id }));
  };

  return {
    url,
    store,
    blobs,
    services,
    clock,
    send: (method, path, sent = {}) => fetch(`${url}${path}`, toRequest(method, sent)),
    register: (name) =>
      services.accounts.register({ email: `${name}@example.com`, password: 'long enough', name, team: name }),
    signInAs,
    tokenAs: async (role, owner) => (await signInAs(role, owner)).accessToken,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await store.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

/** The problem document of a refused request; throws when it is not exactly one. */
export const readProblem = async (response: Response): Promise<Problem> => {
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('application/problem+json'))
    throw new Error(`Not a problem document: ${response.status} ${type}`);
  const problem = problemSchema.strict().parse(await response.json());
  if (problem.status !== response.status) throw new Error(`Says ${problem.status} but is ${response.status}`);
  if (problem.requestId !== response.headers.get('x-request-id')) throw new Error('Says another request id');
  return problem;
};

const toRequest = (method: string, { token, body, headers }: Sent): RequestInit => {
  const raw = typeof body === 'string' || body instanceof FormData ? body : bytesOf(body);
  return {
    method,
    headers: {
      ...(body !== undefined && raw === undefined && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { body: raw ?? JSON.stringify(body) }),
  };
};

/** Over a plain buffer, which is what `fetch` takes. */
const bytesOf = (body: unknown): Uint8Array<ArrayBuffer> | undefined =>
  body instanceof Uint8Array ? new Uint8Array(body) : undefined;

/** That no test of anything else meets. */
const patientLimits: AuthLimits = {
  perAddress: { points: 100_000, seconds: 60 },
  perPair: { free: 100_000, first: 0, longest: 0, forgottenAfter: 0 },
  perEmail: { points: 100_000, seconds: 60 },
  newTeams: { perAddress: { points: 100_000, seconds: 60 }, inAll: { points: 100_000, seconds: 60 } },
};

type Parts = { readonly store: DocumentStore; readonly blobs: BlobStore; readonly clock: () => number };

const createServices = ({ store, blobs, clock }: Parts): Omit<Services, 'intake'> => {
  const log = createLogger('silent');
  const accounts = createAccounts({ store, clock, secretKey, log });
  const documentsOf = (teamId: string) => openTeamDocuments(store, teamId);
  return {
    accounts,
    removals: createRemovalReceipts(secretKey),
    channels: createChannelHost(),
    sync: createSyncGateway({ store, clockOf: async () => clock }),
    streams: createStreamHub(createTeamFeeds({ store, log })),
    log,
    clock,
    team: async (teamId) =>
      createTeam(documentsOf(teamId), { clock, files: openMessageFiles({ store, blobs, teamId }) }),
    removeDemo: async (teamId) => {
      const { leads } = documentsOf(teamId);
      const { items } = await leads.find({ index: ['updatedAt'], equals: [], limit: 100 });
      await leads.delete(items.filter((lead) => lead.demo).map((lead) => lead.id));
    },
    ready: () => store.check(),
    requireOpen: () => undefined,
    publicUrl: () => 'https://crm.example.com',
    routers: [],
    registration: 'open',
    trustedProxies: 0,
    hosts: { host: '127.0.0.1' },
    authLimits: patientLimits,
  };
};

/** A team whose sources are one passage each, found by a word of theirs. */
const createTeam = (
  documents: TeamDocuments,
  { clock, files }: Pick<TeamServices, 'files'> & { readonly clock: () => number },
): TeamServices => {
  const searchFor = (filter: SearchFilter = {}) =>
    searchOver(async (query) => {
      const { items } = await documents.passages.find({ index: ['updatedAt'], equals: [], limit: 100 });
      return items
        .filter((passage) => query && passage.text.includes(query) && fits(passage, filter))
        .map(({ id, sourceId, title, text }) => ({ passageId: id, sourceId, title, text }));
    });
  const runs = createTeamRuns({ documents, search: searchFor(), model: createNoModelProvider(), clock });
  return {
    documents,
    files,
    search: {
      ...searchFor(),
      search: async (query, limit, { filter, explain } = {}) =>
        (await searchFor(filter).search(query, limit)).map((hit) => (explain ? { ...hit, why: { fused: 1 } } : hit)),
      answer: (question, { filter } = {}) => searchFor(filter).answer(question),
    },
    now: clock,
    changeSource: (sourceId, change, require) =>
      changeDetails(documents, { sourceId, change, now: clock(), ...(require && { require }) }),
    importSource: async (input) => {
      const now = clock();
      const digest = createHash('sha256').update(input.bytes).digest('hex');
      const source: Source = {
        id: `source:${digest}`,
        title: input.title,
        mediaType: input.mediaType,
        ...(input.fileName && { fileName: input.fileName }),
        digest,
        size: input.bytes.length,
        state: 'ready',
        warnings: [],
        passageCount: 1,
        language: 'en',
        ...input.details,
        createdAt: now,
        updatedAt: now,
      };
      await documents.sources.put(source);
      await documents.passages.put({
        id: `${source.id}:0`,
        sourceId: source.id,
        position: 0,
        title: input.title,
        text: new TextDecoder().decode(input.bytes).slice(0, 8000),
        start: 0,
        end: 1,
        language: 'en',
        ...input.details,
        updatedAt: now,
      });
      return source;
    },
    deleteSource: async (id, require) => {
      const source = await documents.sources.get(id);
      if (!source) return false;
      require?.(source);
      await documents.sources.delete([id]);
      return true;
    },
    actAs: (userId) => ({ documents: documentsAs(documents, userId), now: clock, report: rethrow }),
    cancelRun: (cancellation) => cancelRun({ documents, runs, clock }, cancellation),
    testAgent: (test, audience) => testAgent({ documents, runs }, test, audience),
  };
};

const fits = (passage: Passage, { sourceIds, languages, products, validAt }: SearchFilter): boolean =>
  (sourceIds?.includes(passage.sourceId) ?? true) &&
  (languages?.includes(passage.language) ?? true) &&
  (products?.includes(passage.product ?? '') ?? true) &&
  (validAt === undefined || validityAt(passage, validAt) === 'valid');

const createChannelHost = (): Services['channels'] => {
  const channels = new Map<string, { teamId: string; id: string; kind: string; name: string; state: 'connected' }>();
  return {
    connect: async (teamId, { kind, token }) => {
      const channel = {
        teamId,
        id: `channel:${kind}:${token}`,
        kind,
        name: `bot of ${token}`,
        state: 'connected' as const,
      };
      channels.set(channel.id, channel);
      const { teamId: _private, ...shown } = channel;
      return shown;
    },
    list: async (teamId) =>
      [...channels.values()]
        .filter((channel) => channel.teamId === teamId)
        .map(({ teamId: _private, ...shown }) => shown),
    authorize: async () => ({ url: 'https://platform.example/authorize' }),
    reauthorize: async ({ teamId }, id) => {
      if (channels.get(id)?.teamId === teamId) return { url: 'https://platform.example/authorize' };
      throw new Failure('resource.not_found', 'The team has no such channel.', 'Connect it anew.');
    },
    templates: async (teamId, id) => {
      if (channels.get(id)?.teamId === teamId) return [];
      throw new Failure('resource.not_found', 'The team has no such channel.', 'Connect it first.');
    },
    completeAuthorization: async () => {
      throw new Failure('channel.sign_in_void', 'Nobody has begun this.', 'Begin again.');
    },
    disconnect: async (teamId, id) => channels.get(id)?.teamId === teamId && channels.delete(id),
  };
};

const rethrow = (error: unknown): never => {
  throw error;
};
