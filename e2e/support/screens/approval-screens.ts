import type { Run } from '@inbetwin/shared/entities/run.ts';
import type { Work } from '@inbetwin/shared/entities/work.ts';
import type { Locator, Page } from '@playwright/test';
import { en } from '../../../desktop/src/renderer/i18n/en.ts';
import { ru } from '../../../desktop/src/renderer/i18n/ru.ts';
import { discardChanges } from './discard-changes.ts';
import { everyLayout, phoneDark, phoneLight, type Variant } from './variants.ts';
import type { WorkspaceScreen } from './workspace-screen.ts';

const wordsOf = ({ language }: Pick<Variant, 'language'>) => (language === 'ru' ? ru : en);
const places = { ru: 'web-chat:site:demo-1', en: 'web-chat:site:demo-3', telegram: 'telegram:demo:demo-2' };
const order = {
  lines: [
    { product: 'TENT', quantity: 1 },
    { product: 'BUFFET', quantity: 60 },
  ],
  details: 'Без орехов для двоих, начало в 17:00.',
};
const meeting = {
  title: 'Показ лофта «Фабрика»',
  begins: '2026-12-04T15:00',
  ends: '2026-12-04T16:00',
  timeZone: 'Europe/Moscow',
};

const minutesAgo = (minutes: number): number => Date.now() - minutes * 60_000;

const workOf = (place: string, age: number): Omit<Work, 'id' | 'kind' | 'state' | 'title'> => ({
  conversationId: place,
  contactId: `contact:${place}`,
  leadId: `lead:${place}`,
  createdBy: 'agent:rag',
  dueAt: 8.64e15,
  createdAt: minutesAgo(age),
  updatedAt: minutesAgo(age),
});

const approvalOf = (id: string, tool: string, args: object): Pick<Work, 'id' | 'kind' | 'title' | 'approval'> => ({
  id: `work:run:${id}#3`,
  kind: 'approval',
  title: tool,
  approval: { runId: `run:${id}`, step: 3, agent: 'rag', tool, arguments: JSON.stringify(args) },
});

const suggestionOf = (place: string, text: string): Work => ({
  ...workOf(place, 1),
  id: `work:run:${place}:suggestion`,
  kind: 'suggestion',
  state: 'open',
  title: '',
  suggestion: { runId: `run:${place}`, text, citations: [] },
});

/** Approval requests of agents, in the form in which the server sends them. */
const works = (): readonly Work[] => {
  const decided = approvalOf('decided', 'create_order', order);
  return [
    { ...workOf(places.ru, 6), ...approvalOf('order', 'create_order', order), state: 'open' },
    { ...workOf(places.en, 9), ...approvalOf('meeting', 'schedule_event', meeting), state: 'open' },
    { ...workOf(places.telegram, 3), ...approvalOf('lead', 'update_lead', { stage: 'proposal' }), state: 'open' },
    {
      ...workOf(places.telegram, 1500),
      ...decided,
      state: 'approved',
      approval: {
        ...(decided.approval ?? { runId: '', step: 0, agent: '', tool: '', arguments: '' }),
        changed: JSON.stringify({ ...order, lines: order.lines.slice(0, 1) }),
        decidedBy: 'anna',
        decidedAt: minutesAgo(1490),
      },
    },
    suggestionOf(
      places.ru,
      'Анна, шатёр на 60 гостей стоит 240 000 ₽ в день: пол, свет и обогрев входят. Для двоих гостей приготовим всё без орехов. Прислать смету на почту?',
    ),
    suggestionOf(
      places.en,
      'Emily, the live stream is 85,000 RUB a day: three cameras, the crew and the equipment. Shall I put it into the programme for both days?',
    ),
  ];
};

/** The run in which an agent made a request, as the server answers when the request is shown. */
const runOf = ({ conversationId = '', state, approval, createdAt, updatedAt }: Work): Run => ({
  id: approval?.runId ?? '',
  conversationId,
  messageId: conversationId,
  state: state === 'open' ? 'waiting' : 'done',
  steps: [
    {
      index: approval?.step ?? 0,
      agent: approval?.agent ?? '',
      kind: 'tool',
      name: approval?.tool ?? '',
      state: state === 'open' ? 'waiting' : 'done',
      input: JSON.parse(approval?.arguments ?? '{}'),
      startedAt: createdAt,
    },
  ],
  createdAt,
  updatedAt,
});

const answerRuns = (page: Page): Promise<unknown> =>
  page.route('**/api/v1/runs/*', (route) => {
    const id = decodeURIComponent(new URL(route.request().url()).pathname.split('/').at(-1) ?? '');
    const asked = works().find(({ approval }) => approval?.runId === id);
    return asked ? route.fulfill({ json: runOf(asked) }) : route.fallback();
  });

const SOON_MS = 2_000;

/** Reads the ones that are shown already, or waits for the server's next response. */
const beAsked = async (page: Page, sight: Locator): Promise<void> => {
  const isHere = await sight
    .waitFor({ timeout: SOON_MS })
    .then(() => true)
    .catch(() => false);
  if (isHere) return;
  let isTold = false;
  await answerRuns(page);
  await page.route('**/sync/v1/pull', async (route) => {
    if (isTold || route.request().postDataJSON().collection !== 'work') return route.fallback();
    isTold = true;
    const response = await route.fetch();
    const answer = await response.json();
    const documents = [...answer.documents, ...works().map((work) => ({ ...work, _deleted: false }))];
    return route.fulfill({ response, json: { ...answer, documents } });
  });
  await page.reload();
  await sight.waitFor();
};

const seeRequest = (page: Page, variant: Variant): Promise<void> =>
  beAsked(page, page.getByText(wordsOf(variant).agents.tool.createOrder).first());

/** A quantity other than the one that the agent asked for. */
const changeOrder = async (page: Page, variant: Variant): Promise<void> => {
  await seeRequest(page, variant);
  await page.getByRole('button', { name: wordsOf(variant).approvals.change }).click();
  await page
    .getByRole('textbox', { name: wordsOf(variant).sync.field.quantity })
    .last()
    .fill('55');
};

const requestAt = (id: string) => `/approvals/${encodeURIComponent(`work:run:${id}#3`)}`;

/** Screens of approvals and suggestions. */
export const approvalScreens: readonly WorkspaceScreen[] = [
  {
    name: 'approvals',
    about: 'What agents may not do alone: what, for whom, why, and the decision by one key',
    variants: everyLayout,
    address: () => '/approvals',
    ready: seeRequest,
  },
  {
    name: 'approval',
    about: 'One request in full',
    variants: phoneDark,
    address: () => requestAt('order'),
    ready: async (page, variant) => {
      await seeRequest(page, variant);
      await page.getByText(wordsOf(variant).approvals.total, { exact: true }).waitFor();
    },
  },
  {
    name: 'approval-change',
    about: 'The arguments as fields, checked by the tool’s own schema before they are approved',
    variants: phoneLight,
    address: () => requestAt('order'),
    ready: async (page, variant) => {
      await changeOrder(page, variant);
      await page.getByRole('button', { name: wordsOf(variant).approvals.approveChanged }).waitFor();
    },
    leave: discardChanges,
  },
  {
    name: 'approval-unsaved',
    about:
      'A request with changes that were not sent: they are kept, can be continued or discarded, and are not approved by mistake',
    variants: phoneDark,
    address: () => requestAt('order'),
    ready: async (page, variant) => {
      const { approvals } = wordsOf(variant);
      await changeOrder(page, variant);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: approvals.draft.goOn }).waitFor();
    },
    leave: discardChanges,
  },
  {
    name: 'approval-refuse',
    about: 'A refusal with its reason, which the agent reads',
    variants: phoneDark,
    address: () => requestAt('meeting'),
    ready: async (page, variant) => {
      const { approvals, agents } = wordsOf(variant);
      await beAsked(page, page.getByText(agents.tool.scheduleEvent).first());
      await page.getByRole('button', { name: approvals.refuse }).click();
      await page.getByLabel(approvals.reason.label).fill('В этот день лофт занят');
    },
    leave: discardChanges,
  },
  {
    name: 'approval-decided',
    about: 'A decision: who, when, what was changed',
    variants: phoneLight,
    address: () => `${requestAt('decided')}?decided=true`,
    ready: seeRequest,
  },
  {
    name: 'suggestion',
    about: 'A reply that an agent prepared, above the reply box, and a decision it waits for',
    variants: phoneDark,
    address: ({ language }) => `/inbox/${encodeURIComponent(places[language])}`,
    ready: (page, variant) => beAsked(page, page.getByRole('button', { name: wordsOf(variant).inbox.suggestion.send })),
  },
  {
    name: 'mode',
    about: 'Who answers: the agent, the agent with a person who sends, or a person',
    variants: phoneLight,
    address: ({ language }) => `/inbox/${encodeURIComponent(places[language])}`,
    ready: async (page, variant) => {
      await page.getByRole('button', { name: new RegExp(`^${wordsOf(variant).inbox.mode.label}`) }).click();
      await page.getByRole('menuitemradio').first().waitFor();
    },
  },
];
