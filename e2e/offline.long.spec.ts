import { pullResponseSchema } from '@inbetwin/shared/contracts/sync.ts';
import { replicatedNames } from '@inbetwin/shared/entities/registry.ts';
import { type ApiClient, signInByLink } from '@inbetwin/sync-server/testing/api-client.ts';
import { expect, type Page } from '@playwright/test';
import { holdsProgram } from './support/device.ts';
import { seeEverything } from './support/offline/tour.ts';
import { pendingWords, type Speech, speeches } from './support/offline/words.ts';
import { CHANGES, doEverything, handedOverPlace, seeEverythingDone } from './support/offline/work.ts';
import { runsOnDisk } from './support/storage.ts';
import { test } from './support/test.ts';
import { watchErrors } from './support/watch-errors.ts';
import type { World } from './support/world.ts';

const CHAT = 31;

for (const speech of speeches) {
  test.describe(() => {
    test.use({ locale: speech.language === 'ru' ? 'ru-RU' : 'en-GB' });

    test(`without its server every screen opens and every action works, and all of it leaves once: ${speech.language}`, async ({
      context,
      page: first,
      world,
    }) => {
      test.setTimeout(600_000);
      const errors = watchErrors(context);
      const { url } = world;
      await fillOnline(first, world, speech);
      await world.stopServer();
      await first.close();

      const page = await context.newPage();
      await page.goto(url);
      await seeEverything(page, url, speech);
      await doEverything(page, url, speech);
      await expect(footer(page)).toContainText(speech.words.status.offline);
      await expect(footer(page)).toContainText(pendingWords(speech, CHANGES));
      await page.close();

      const reopened = await context.newPage();
      await reopened.goto(url);
      await expect(footer(reopened)).toContainText(pendingWords(speech, CHANGES));
      await seeEverythingDone(reopened, url, speech);
      expect(world.telegram.sent(CHAT)).toHaveLength(1);

      await world.startServer();
      await expect(footer(reopened)).toContainText(speech.words.status.online);
      await expect(footer(reopened)).not.toContainText(/отправки|to send/);
      const sent = () => world.telegram.sent(CHAT).map(({ text }) => text);
      await expect.poll(sent).toEqual([expect.any(String), ...speech.replies]);
      const { api } = await signInByLink(world.link);
      await expect
        .poll(() => readServer(api, speech))
        .toEqual({
          replies: speech.replies,
          stage: 'proposal',
          taken: 'human',
          closed: 'closed',
          facts: 1,
          sources: ['ready'],
          passages: 1,
          grades: [2],
        });
      await seeEverythingDone(reopened, url, speech);
      expect(sent()).toHaveLength(1 + speech.replies.length);
      expect(errors).toEqual([]);
    });
  });
}

const footer = (page: Page) => page.locator('footer');

/** Signs in and waits until everything is on this device, including the files of the workspace itself. */
const fillOnline = async (page: Page, { url, link, telegram }: World, { words, customer }: Speech): Promise<void> => {
  await page.goto(link);
  await expect(page.getByText('Анна Ковалёва').first()).toBeVisible();
  telegram.customerWrites({ chatId: CHAT, text: customer.question, from: { first_name: customer.name } });
  await page.getByRole('list', { name: words.inbox.list }).getByText(customer.name, { exact: true }).click();
  await expect.poll(() => telegram.sent(CHAT).length).toBe(1);
  await expect(page.getByText(words.inbox.delivery.sent, { exact: true }).first()).toBeAttached();
  // The agent enters the lead after its answer.
  await expect(page.getByRole('combobox', { name: words.leads.field.stage })).toBeVisible();
  await expect(footer(page)).toContainText(words.status.online);
  await expect(page.getByRole('progressbar', { name: words.sync.first.label })).toBeHidden();
  // A device has only the runs that were opened on it.
  await page.goto(`${url}/#/agents/runs`);
  await page.getByRole('list', { name: words.runs.list }).getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: words.runs.steps, exact: true })).toBeVisible();
  await expect.poll(() => runsOnDisk(page)).toEqual([expect.objectContaining({ state: 'done' })]);
  await holdsProgram(page);
};

/** What an API client reads once everything has arrived, duplicates included. */
const readServer = async (api: ApiClient, { sample, customer, replies, fact, file, lab }: Speech) => {
  const all = await readAll(api);
  const own = all.messages.filter(({ text, author }) => isPerson(author) && replies.some((reply) => reply === text));
  const contact = all.contacts.find(({ name }) => name === customer.name);
  const sources = all.sources.filter(({ title }) => title === file.title);
  return {
    replies: own.toSorted((a, b) => Number(a.createdAt) - Number(b.createdAt)).map(({ text }) => text),
    stage: all.leads.find(({ contactId }) => contactId === contact?.id)?.stage,
    taken: all.conversations.find(({ id }) => id === sample.place)?.mode,
    closed: all.conversations.find(({ id }) => id === handedOverPlace)?.status,
    facts: JSON.stringify(all.twins).split(JSON.stringify(fact)).length - 1,
    sources: sources.map(({ state }) => state),
    passages: all.passages.filter(({ sourceId }) => sources.some(({ id }) => id === sourceId)).length,
    grades: all.settings.filter(({ value }) => isJudgementOf(value, lab.query)).flatMap(({ marks }) => gradesOf(marks)),
  };
};

type Collections = Readonly<Record<(typeof replicatedNames)[number], readonly Readonly<Record<string, unknown>>[]>>;

const readAll = async (api: ApiClient): Promise<Collections> => {
  const pairs = await Promise.all(
    replicatedNames.map(async (collection) => {
      const pulled = await api('pull', { body: { collection, checkpoint: null, limit: 1000 } });
      return [collection, pullResponseSchema.parse(pulled).documents.filter(({ _deleted }) => !_deleted)] as const;
    }),
  );
  return Object.fromEntries(pairs) as unknown as Collections;
};

const isJudgementOf = (value: unknown, query: string): boolean =>
  typeof value === 'object' && value !== null && 'query' in value && value.query === query;

const isPerson = (author: unknown): boolean =>
  typeof author === 'object' && author !== null && 'kind' in author && author.kind === 'person';

const gradesOf = (marks: unknown): readonly unknown[] =>
  Array.isArray(marks) ? marks.map((mark: { readonly grade: unknown }) => mark.grade) : [];
