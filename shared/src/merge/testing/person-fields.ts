import { leadStages } from '../../entities/lead.ts';
import type { CollectionName } from '../../entities/registry.ts';
import type { Element, Fields, Mergeable } from '../mergeable.ts';
import {
  sampleContact,
  sampleConversation,
  sampleFact,
  sampleItem,
  sampleJudgement,
  sampleLead,
  sampleLine,
  sampleMark,
  sampleReplyStyle,
  sampleSetting,
  sampleSource,
  sampleTwin,
  sampleWork,
} from './samples.ts';

/** How a person enters a field: a value as a whole, words within a text, or members of a set. */
export type PersonField = { readonly path: string; readonly kind: 'value' | 'text' | 'set'; value(n: number): unknown };

export type PersonList = {
  readonly path: string;
  element(id: string, n: number): Element;
  fields: readonly PersonField[];
};

/**
 * Everything in a collection that a person can enter, written independently of the merge policies: none of it may be
 * lost.
 */
export type PersonFields = {
  readonly name: CollectionName;
  readonly document: Mergeable;
  readonly fields: readonly PersonField[];
  readonly list?: PersonList;
  /** Returns fields that the server fills. */
  serverChange(document: Mergeable, n: number): Fields;
};

const value = (path: string, make: (n: number) => unknown): PersonField => ({ path, kind: 'value', value: make });
const one = <T>(values: readonly T[], n: number): T | undefined => values[n % values.length];

const touch = (document: Mergeable, n: number): Fields => ({ ...document, updatedAt: n });

export const personFields: readonly PersonFields[] = [
  {
    name: 'leads',
    document: { ...sampleLead, _deleted: false },
    fields: [
      value('/title', (n) => `title ${n}`),
      value('/stage', (n) => one(leadStages, n)),
      value('/bant/budget', (n) => `budget ${n}`),
      value('/bant/authority', (n) => `authority ${n}`),
      { path: '/bant/need', kind: 'text', value: (n) => `need${n}` },
      value('/bant/timing', (n) => `timing ${n}`),
      value('/amount', (n) => n),
      value('/currency', (n) => one(['RUB', 'USD', 'EUR'], n)),
    ],
    serverChange: (document, n) => ({ ...touch(document, n), score: n % 100 }),
  },
  {
    name: 'contacts',
    document: { ...sampleContact, _deleted: false },
    fields: [
      value('/kind', (n) => one(['person', 'company'], n)),
      value('/name', (n) => `name ${n}`),
      value('/phone', (n) => `+7${n}`),
      value('/email', (n) => `${n}@example.com`),
      value('/company', (n) => `company ${n}`),
      value('/language', (n) => one(['ru', 'en'], n)),
      value('/timeZone', (n) => one(['Europe/Moscow', 'Asia/Omsk', 'Asia/Tokyo'], n)),
      { path: '/identities', kind: 'set', value: (n) => ({ channel: 'vk', account: '1', externalId: String(n) }) },
    ],
    serverChange: touch,
  },
  {
    name: 'conversations',
    document: { ...sampleConversation, _deleted: false },
    fields: [
      value('/mode', (n) => one(['agent', 'human', 'draft'], n)),
      value('/status', (n) => one(['open', 'closed'], n)),
      value('/assigneeId', (n) => `user ${n}`),
    ],
    serverChange: (document, n) => ({ ...touch(document, n), recency: n }),
  },
  {
    name: 'twins',
    document: { ...sampleTwin, _deleted: false },
    fields: [],
    list: {
      path: '/facts',
      element: (id, n) => sampleFact(id, `fact ${n}`),
      fields: [
        value('/value', (n) => `fact ${n}`),
        value('/state', (n) => one(['inferred', 'corrected', 'forbidden'], n)),
      ],
    },
    serverChange: touch,
  },
  {
    name: 'sources',
    document: { ...sampleSource, _deleted: false },
    fields: [
      value('/title', (n) => `title ${n}`),
      value('/product', (n) => `product ${n}`),
      value('/validFrom', (n) => n),
      value('/validUntil', (n) => n),
    ],
    serverChange: touch,
  },
  {
    name: 'settings',
    document: { ...sampleJudgement, _deleted: false },
    fields: [{ path: '/note', kind: 'text', value: (n) => `note${n}` }],
    list: { path: '/marks', element: sampleMark, fields: [value('/grade', (n) => n % 3)] },
    serverChange: touch,
  },
  {
    name: 'catalog',
    document: { ...sampleItem, _deleted: false },
    fields: [
      value('/title', (n) => `title ${n}`),
      { path: '/description', kind: 'text', value: (n) => `word${n}` },
      value('/sku', (n) => `sku ${n}`),
      value('/priceMicros', (n) => n),
      value('/currency', (n) => one(['RUB', 'USD', 'EUR'], n)),
      value('/unit', (n) => `unit ${n}`),
      value('/state', (n) => one(['offered', 'withdrawn'], n)),
    ],
    serverChange: touch,
  },
  {
    name: 'work',
    document: { ...sampleWork, _deleted: false },
    fields: [
      value('/state', (n) => one(['open', 'done', 'cancelled'], n)),
      value('/title', (n) => `title ${n}`),
      { path: '/details', kind: 'text', value: (n) => `word${n}` },
      value('/assigneeId', (n) => `user ${n}`),
      value('/dueAt', (n) => n),
      value('/appointment/endsAt', (n) => n),
      value('/appointment/timeZone', (n) => `zone ${n}`),
      value('/approval/changed', (n) => `{"n":${n}}`),
      value('/approval/reason', (n) => `reason ${n}`),
    ],
    list: {
      path: '/order/lines',
      element: sampleLine,
      fields: [value('/title', (n) => `line ${n}`), value('/quantity', (n) => n + 1), value('/priceMicros', (n) => n)],
    },
    serverChange: (document, n) => ({ ...touch(document, n), kind: 'order' }),
  },
  {
    name: 'settings',
    document: { ...sampleSetting, _deleted: false },
    fields: [
      value('/agent/enabled', (n) => n % 2 === 0),
      { path: '/agent/prompt/ru', kind: 'text', value: (n) => `слово${n}` },
      { path: '/agent/prompt/en', kind: 'text', value: (n) => `word${n}` },
      { path: '/agent/tools', kind: 'set', value: (n) => `tool ${n}` },
      { path: '/agent/approvals', kind: 'set', value: (n) => `tool ${n}` },
      value('/agent/limits/steps', (n) => n + 1),
      value('/agent/limits/tokens', (n) => n),
      value('/agent/limits/costMicros', (n) => n),
    ],
    serverChange: touch,
  },
  {
    name: 'settings',
    document: { ...sampleReplyStyle, _deleted: false },
    fields: [
      value('/replyStyle/address', (n) => one(['formal', 'informal'], n)),
      value('/replyStyle/signature/ru', (n) => `подпись ${n}`),
      value('/replyStyle/signature/en', (n) => `signature ${n}`),
      value('/replyStyle/hours', (n) => ({ timeZone: 'UTC', days: { mon: { from: '09:00', to: `1${n % 10}:00` } } })),
      { path: '/replyStyle/priceObjection/ru', kind: 'text', value: (n) => `слово${n}` },
      { path: '/replyStyle/priceObjection/en', kind: 'text', value: (n) => `word${n}` },
    ],
    list: {
      path: '/replyStyle/sentences',
      element: (id, n) => ({ id, text: `text ${n}` }),
      fields: [value('/text', (n) => `text ${n}`)],
    },
    serverChange: touch,
  },
];
