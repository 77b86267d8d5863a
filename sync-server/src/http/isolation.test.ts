import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import { type RouteName, routes } from '@inbetwin/shared/contracts/http.ts';
import { collectionNames, replicatedNames } from '@inbetwin/shared/entities/registry.ts';
import { openTeamDocuments, storedName } from '@inbetwin/shared/ports/team-documents.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, readProblem, startApi } from './testing/start-api.ts';

const SECRET = 'secret-of-the-first-team';
const now = Date.UTC(2026, 0, 15);

let api: Api;
let first: Session;
let second: Session;

beforeAll(async () => {
  api = await startApi();
  first = await api.register('first');
  second = await api.register('second');
  await seed();
});
afterAll(() => api.close());

const owned = {
  source: '',
  lead: 'lead-1',
  contact: 'contact-1',
  conversation: 'telegram:1:2',
  run: 'run:m',
  channel: '',
  invitation: '',
  session: '',
};

const callerOf = ({ user, team }: Session) => ({ userId: user.id, teamId: team.id, role: team.role });

/** One of everything in the first team, each with the secret in it. */
const seed = async () => {
  const documents = openTeamDocuments(api.store, first.team.id);
  const times = { createdAt: now, updatedAt: now };
  const team = await api.services.team(first.team.id);
  const bytes = new TextEncoder().encode(SECRET);
  const invited = await api.services.accounts.teamInvitations.create(callerOf(first), { role: 'rep' });
  owned.invitation = invited.invitation.id;
  owned.session = (await api.services.accounts.verifyAccess(first.accessToken)).sessionId;
  owned.source = (await team.importSource({ title: SECRET, bytes, mediaType: 'text/plain' })).id;
  owned.channel = (await api.services.channels.connect(first.team.id, { kind: 'telegram', token: SECRET })).id;
  await documents.contacts.put({ id: owned.contact, kind: 'person', name: SECRET, identities: [], ...times });
  await documents.leads.put({
    id: owned.lead,
    contactId: owned.contact,
    title: SECRET,
    stage: 'new',
    score: 1,
    scoreReasons: [],
    bant: {},
    demo: true,
    ...times,
  });
  await documents.conversations.put({
    id: owned.conversation,
    channel: 'telegram',
    account: '1',
    chatId: '2',
    contactId: owned.contact,
    leadId: owned.lead,
    language: 'en',
    mode: 'agent',
    status: 'open',
    lastMessage: { id: 'm', text: SECRET, direction: 'inbound', at: now },
    recency: now,
    ...times,
  });
  await documents.runs.put({
    id: owned.run,
    conversationId: owned.conversation,
    messageId: 'm',
    state: 'running',
    cancelledBy: SECRET,
    steps: [],
    ...times,
  });
  await documents.messages.put({
    id: 'm',
    conversationId: owned.conversation,
    direction: 'inbound',
    author: { kind: 'customer' },
    text: SECRET,
    citations: [],
    delivery: { state: 'received', attempts: 0, platformIds: [] },
    sentAt: now,
    createdAt: now,
  });
};

type Probe = {
  /** What a stranger would put into `:id`. */
  readonly id?: () => string;
  readonly query?: string;
  /** Several, when one request cannot reach everything. */
  readonly bodies?: () => readonly unknown[];
  /** `nothing`: there is nothing of a team's to reach without its own token. */
  readonly expects: 'own' | 'not-found' | 'nothing';
};

/** How a member of the second team tries to reach the first one's documents, route by route. */
const probes: Record<RouteName, Probe> = {
  registration: { expects: 'nothing' },
  register: { expects: 'nothing' },
  login: { expects: 'nothing' },
  redeemLink: { expects: 'nothing' },
  refresh: { expects: 'nothing' },
  logout: { expects: 'nothing' },
  me: { expects: 'own' },
  invite: { bodies: () => [{ role: 'rep' }], expects: 'own' },
  listInvitations: { expects: 'own' },
  revokeInvitation: { id: () => owned.invitation, expects: 'not-found' },
  readInvitation: { expects: 'nothing' },
  join: { expects: 'nothing' },
  listMembers: { expects: 'own' },
  getMember: { id: () => first.user.id, expects: 'not-found' },
  changeMember: { id: () => first.user.id, bodies: () => [{ role: 'rep' }], expects: 'not-found' },
  removeMember: { id: () => first.user.id, bodies: () => [{}], expects: 'not-found' },
  listTeams: { expects: 'own' },
  switchTeam: { id: () => first.team.id, expects: 'not-found' },
  listSessions: { expects: 'own' },
  // The sessions of others are as if they were not there.
  endSession: { id: () => owned.session, expects: 'own' },
  endOtherSessions: { expects: 'own' },
  createSource: { bodies: () => [{ title: 'Own', text: 'own text', mediaType: 'text/plain' }], expects: 'own' },
  listSources: { query: '?limit=200', expects: 'own' },
  getSource: { id: () => owned.source, expects: 'not-found' },
  updateSource: { id: () => owned.source, bodies: () => [{ product: 'Own' }], expects: 'not-found' },
  deleteSource: { id: () => owned.source, expects: 'not-found' },
  searchKnowledge: { query: '?q=secret&limit=100', expects: 'own' },
  answerQuestion: { bodies: () => [{ question: 'secret' }], expects: 'own' },
  listLeads: { query: '?limit=200', expects: 'own' },
  getLead: { id: () => owned.lead, expects: 'not-found' },
  getContact: { id: () => owned.contact, expects: 'not-found' },
  updateContact: { id: () => owned.contact, bodies: () => [{ phone: '+79161234567' }], expects: 'not-found' },
  deleteContact: { id: () => owned.contact, expects: 'not-found' },
  restoreContact: {
    id: () => owned.contact,
    bodies: () => [
      {
        contact: { id: owned.contact, kind: 'person', name: 'Own', identities: [], createdAt: now, updatedAt: now },
        leads: [],
        conversations: [owned.conversation],
        receipt: 'of nothing',
      },
    ],
    expects: 'not-found',
  },
  listConversations: { query: '?limit=200', expects: 'own' },
  listMessages: { id: () => owned.conversation, query: '?limit=200', expects: 'not-found' },
  sendMessage: { id: () => owned.conversation, bodies: () => [{ text: 'hello', id: 'm' }], expects: 'not-found' },
  fetchFiles: { id: () => 'telegram:1:2:3', expects: 'not-found' },
  listRuns: { query: '?limit=200', expects: 'own' },
  getRun: { id: () => owned.run, expects: 'not-found' },
  cancelRun: { id: () => owned.run, expects: 'not-found' },
  testAgent: { id: () => 'rag', bodies: () => [{ config: {}, runId: owned.run }], expects: 'not-found' },
  connectChannel: { bodies: () => [{ kind: 'telegram', token: 'own-token' }], expects: 'own' },
  authorizeChannel: { bodies: () => [{ kind: 'trial-oauth', clientId: 'own' }], expects: 'own' },
  reauthorizeChannel: { id: () => owned.channel, expects: 'not-found' },
  completeAuthorization: { bodies: () => [{ state: 'of-the-first', code: 'own' }], expects: 'not-found' },
  listChannels: { expects: 'own' },
  listTemplates: { id: () => owned.channel, expects: 'not-found' },
  disconnectChannel: { id: () => owned.channel, expects: 'not-found' },
  removeDemo: { expects: 'own' },
  pull: {
    bodies: () => replicatedNames.map((collection) => ({ collection, checkpoint: null, limit: 2000 })),
    expects: 'own',
  },
  lookUp: {
    bodies: () => [{ collection: 'messages', field: 'conversationId', value: owned.conversation, limit: 100 }],
    expects: 'own',
  },
  watch: { bodies: () => [{ stream: 'of-nobody', runs: 'all' }], expects: 'not-found' },
  push: {
    bodies: () =>
      replicatedNames.map((collection) => ({
        collection,
        rows: [{ newDocumentState: { id: owned.lead, teamId: first.team.id, _deleted: true } }],
      })),
    expects: 'own',
  },
};

const everythingOfTheFirst = async () => {
  const databases = collectionNames.map((name) => api.store.collection(storedName(first.team.id, name)));
  return Promise.all(databases.map(async (database) => (await database.changes({ limit: 1000 })).changes));
};

const requestsOf = (name: RouteName) => {
  const { method, path } = routes[name];
  const { id, query = '', bodies = () => [undefined] } = probes[name];
  const address = path.replace(':id', encodeURIComponent(id?.() ?? '')) + query;
  return bodies().map((body) => ({ method: method.toUpperCase(), address, body }));
};

test('every route of the contract is probed', () => {
  expect(Object.keys(probes).sort()).toEqual(Object.keys(routes).sort());
  for (const [name, route] of Object.entries(routes)) {
    const probe = probes[name as RouteName];
    expect(probe.expects === 'nothing', name).toBe(route.access === 'public');
    expect(probe.id !== undefined, name).toBe(route.path.includes(':id'));
  }
});

for (const name of Object.keys(routes) as RouteName[]) {
  if (probes[name].expects === 'nothing') continue;

  test(`${name}: another team neither sees nor changes anything`, async () => {
    const before = await everythingOfTheFirst();
    const channels = await api.services.channels.list(first.team.id);
    for (const { method, address, body } of requestsOf(name)) {
      const response = await api.send(method, address, { token: second.accessToken, body });
      const text = await response.text();
      expect(text).not.toContain(SECRET);
      expect(response.status).toBe(probes[name].expects === 'own' ? routes[name].status : 404);
    }
    expect(await everythingOfTheFirst()).toEqual(before);
    expect(await api.services.channels.list(first.team.id)).toEqual(channels);
  });

  test(`${name}: nobody without a token, with a bad one, or with one of a session that ended`, async () => {
    const ended = await api.services.accounts.login({ email: 'first@example.com', password: 'long enough' });
    await api.services.accounts.logout(ended.refreshToken);
    for (const { method, address, body } of requestsOf(name)) {
      for (const token of [undefined, 'bad', ended.accessToken]) {
        const response = await api.send(method, address, { token, body });
        expect(response.status).toBe(401);
        expect(response.headers.get('www-authenticate')).toContain('Bearer');
        expect((await readProblem(response)).code).toBe(token ? 'auth.token_invalid' : 'auth.required');
      }
    }
  });
}

/** Reads in which nothing of a team's documents can be. */
const withoutSecret = new Set<RouteName>([
  ...(['me', 'listChannels', 'listTemplates', 'registration'] as const),
  ...(['listInvitations', 'readInvitation', 'getMember', 'listMembers', 'listTeams', 'listSessions'] as const),
]);

test('the first team itself reaches its documents by the same requests', async () => {
  const readable = (Object.keys(routes) as RouteName[]).filter(
    (name) => routes[name].method === 'get' && !withoutSecret.has(name),
  );
  for (const name of readable) {
    for (const { method, address } of requestsOf(name)) {
      const response = await api.send(method, address, { token: first.accessToken });
      expect(response.status, name).toBe(200);
      const body = await response.text();
      expect(body, name).toContain(SECRET);
      expect(routes[name].response.safeParse(JSON.parse(body)).error, name).toBeUndefined();
    }
  }
});
