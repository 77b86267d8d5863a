import type { RunDependencies } from '@inbetwin/shared/agents/runs/session.ts';
import { createTeamRuns } from '@inbetwin/shared/agents/runs/team-runs.ts';
import { contactIdOf, conversationIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { openConversation } from '@inbetwin/shared/conversations/open-conversation.ts';
import { receiveMessage } from '@inbetwin/shared/conversations/receive.ts';
import type { CatalogItem } from '@inbetwin/shared/entities/catalog-item.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import { agentSettingId } from '@inbetwin/shared/entities/setting-kinds/agent.ts';
import { NEVER } from '@inbetwin/shared/entities/work.ts';
import { orderNumberOf } from '@inbetwin/shared/entities/work-kinds/order-number.ts';
import { importFile } from '@inbetwin/shared/knowledge/import-file.ts';
import { readerHere } from '@inbetwin/shared/knowledge/reader/read-here.ts';
import type { ModelProvider } from '@inbetwin/shared/models/model.ts';
import { orderLineOf } from '@inbetwin/shared/orders/order-lines.ts';
import { createRisingClock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createSearchIndex } from '@inbetwin/shared/search/create-search-index.ts';
import { createFixedClock } from '@inbetwin/shared/testing/fixed-clock.ts';
import { learnFacts } from '@inbetwin/shared/twins/learn.ts';
import { anybody, type SceneItem, type SceneOrder, type ScenePerson, type Setup } from './setup.ts';

const START = '2026-01-15T12:00:00+03:00';
const DAY = 86_400_000;
const place = { channel: 'telegram', account: 'shop' } as const;

/** An open scene. */
export type Scene = Awaited<ReturnType<typeof openScene>>;

type Stage = {
  readonly store: DocumentStore;
  readonly teamId: string;
  readonly model: ModelProvider;
  /** Default: the built-in tools. */
  readonly tools?: RunDependencies['tools'];
};

/** Creates a team in the store as the setup says, with the search and runs that a server has for one. */
export const openScene = async ({ store, teamId, model, tools }: Stage, setup: Setup) => {
  const time = createFixedClock(Date.parse(setup.now ?? START));
  const clock = createRisingClock(time, () => 0);
  const documents = openTeamDocuments(store, teamId, clock);
  const customer = setup.customer ?? anybody;
  const items = (setup.catalog ?? []).map((item) => itemOf(item, clock()));
  await Promise.all(items.map((item) => documents.catalog.put(item)));
  await writeAgents(documents, setup.agents ?? {}, clock());
  const index = createSearchIndex();
  await index.put(await importKnowledge(documents, setup.knowledge ?? [], clock()));
  await index.embedded();
  const runs = createTeamRuns({ documents, search: index, model, clock, ...(tools && { tools }) });

  const hear = async (person: ScenePerson, text: string): Promise<Message> => {
    messages += 1;
    const sender = { externalId: person.id, name: person.name };
    const input = { ...place, chatId: person.id, messageId: `m${messages}`, sender, text, sentAt: time() };
    const { message } = await receiveMessage(documents, input, clock());
    const conversation = await openConversation(documents, message);
    await runs.followUps.heed(message, conversation);
    return message;
  };
  let messages = 0;

  if (setup.other) await hear(setup.other, setup.other.says);
  for (const person of [customer, ...(setup.other ? [setup.other] : [])]) {
    await writeFacts(documents, person, clock());
    await writeOrders(documents, { person, items, now: clock() });
  }
  return {
    documents,
    runs,
    clock,
    customer,
    other: setup.other,
    mode: setup.mode,
    conversationId: conversationOf(customer),
    contactId: contactOf(customer),
    hear,
    pass: time.advance,
    close: () => index.close(),
  };
};

/** The conversation of a person. */
export const conversationOf = ({ id }: ScenePerson): string => conversationIdOf({ ...place, chatId: id });
/** The contact of a person. */
export const contactOf = ({ id }: ScenePerson): string => contactIdOf(place.channel, place.account, id);

const itemOf = ({ price, sku, ...item }: SceneItem, now: number): CatalogItem => ({
  ...item,
  ...(sku !== undefined && { sku }),
  priceMicros: Math.round(price * 1e6),
  createdAt: now,
  updatedAt: now,
});

const writeAgents = async (
  { settings }: TeamDocuments,
  agents: NonNullable<Setup['agents']>,
  now: number,
): Promise<void> => {
  for (const [name, agent] of Object.entries(agents)) {
    await settings.put({ id: agentSettingId(name), value: { kind: 'agent', name }, agent, updatedAt: now });
  }
};

const importKnowledge = async (documents: TeamDocuments, knowledge: NonNullable<Setup['knowledge']>, now: number) => {
  const passages: Passage[] = [];
  for (const [at, { title, text, validFrom, validUntil }] of knowledge.entries()) {
    const details = {
      ...(validFrom !== undefined && { validFrom: Date.parse(validFrom) }),
      ...(validUntil !== undefined && { validUntil: Date.parse(validUntil) + DAY - 1 }),
    };
    const { source } = await importFile(documents, {
      reader: readerHere(),
      file: new Blob([text]),
      input: { fileName: `${at}.md`, title, details, now },
      keepOriginal: async () => undefined,
    });
    const inOrder = { index: ['sourceId', 'position'], equals: [source.id], limit: source.passageCount };
    passages.push(...(await documents.passages.find(inOrder)).items);
  }
  return passages;
};

const writeFacts = async ({ twins }: TeamDocuments, person: ScenePerson, now: number): Promise<void> => {
  if (person.facts.length === 0) return;
  const id = contactOf(person);
  const cause = { messageId: `${conversationOf(person)}:before`, conversationId: conversationOf(person) };
  const observations = person.facts.map((fact) => ({ ...fact, ...cause, confidence: 0.9, observedAt: now }));
  await twins.upsert(id, (current) => learnFacts(current, observations, { id, now }));
};

type Ordering = { readonly person: ScenePerson; readonly items: readonly CatalogItem[]; readonly now: number };

const writeOrders = async ({ work }: TeamDocuments, { person, items, now }: Ordering): Promise<void> => {
  for (const [at, { lines, state }] of person.orders.entries()) {
    const id = orderIdOf(person, at);
    await work.put({
      id,
      kind: 'order',
      state,
      title: orderNumberOf(id),
      conversationId: conversationOf(person),
      contactId: contactOf(person),
      createdBy: 'agent:rag',
      dueAt: NEVER,
      order: { lines: linesOf(lines, items), currency: 'RUB', number: orderNumberOf(id) },
      createdAt: now - DAY,
      updatedAt: now - DAY,
    });
  }
};

/** Derived from the owner and position, so that the order number is known beforehand. */
const orderIdOf = ({ id }: ScenePerson, at: number): string => `work:before:${id}:${at + 1}:order`;

/** Returns the numbers of a person's earlier orders. */
export const earlierNumbers = (person: ScenePerson): readonly string[] =>
  person.orders.map((_order, at) => orderNumberOf(orderIdOf(person, at)));

const linesOf = (lines: SceneOrder['lines'], items: readonly CatalogItem[]) =>
  lines.map(({ product, quantity }, at) => {
    const item = items.find(({ id }) => id === product);
    if (!item) throw new Error(`An earlier order has ${product}, which is not in the catalogue.`);
    return orderLineOf(item, { id: String(at + 1), quantity });
  });
