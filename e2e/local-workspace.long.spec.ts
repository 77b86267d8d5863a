import { pullResponseSchema } from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { judgementIdOf } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import type { ApiClient } from '@inbetwin/sync-server/testing/api-client.ts';
import { type BrowserContext, expect, type Page } from '@playwright/test';
import { findViolations } from './support/find-violations.ts';
import { type Speech, speeches } from './support/offline/words.ts';
import { otherDeviceOf } from './support/other-device.ts';
import { databaseNames } from './support/storage.ts';
import { test } from './support/test.ts';
import { watchErrors } from './support/watch-errors.ts';
import type { World } from './support/world.ts';

const ME = 'Ольга Белова';
const CUSTOMER = 'Лев Рощин';
const NEED = 'Летник у озера';

const footer = (page: Page) => page.locator('footer').last();
const stage = (page: Page, { words }: Speech) => page.getByRole('combobox', { name: words.leads.field.stage }).first();

/** The forms for joining a team ask whether teams may be created, both before there is a workspace and when it joins one. */
const askedByForms = '/api/v1/auth/registration';

/** Collects requests that a workspace without a server must not make. */
const watchRequests = (context: BrowserContext): readonly string[] => {
  const asked: string[] = [];
  context.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (/^\/(api|sync)\//.test(pathname) && pathname !== askedByForms) asked.push(pathname);
  });
  return asked;
};

/** The workspace is installed on this device and its server is unreachable. */
const loadProgram = async (page: Page, world: World): Promise<void> => {
  await page.goto(world.url);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await world.stopServer();
};

const startAlone = async (page: Page, { words }: Speech): Promise<void> => {
  await page.getByRole('button', { name: words.local.start.action }).click();
  await page.getByRole('textbox', { name: words.signIn.name }).fill(ME);
  await page.getByRole('button', { name: words.local.start.submit, exact: true }).click();
  await expect(footer(page)).toContainText(words.status.local);
};

const enterLead = async (page: Page, url: string, speech: Speech): Promise<void> => {
  const { words } = speech;
  await page.goto(`${url}/#/leads`);
  await page.getByRole('button', { name: words.leads.newLead.action, exact: true }).first().click();
  await page.getByRole('textbox', { name: words.leads.newLead.name }).fill(CUSTOMER);
  await page.getByRole('textbox', { name: words.leads.newLead.need }).fill(NEED);
  await page.getByRole('button', { name: words.leads.newLead.save }).click();
  await expect(page.getByRole('heading', { name: CUSTOMER })).toBeVisible();
};

const work = async (page: Page, url: string, speech: Speech): Promise<void> => {
  const { words, file } = speech;
  await enterLead(page, url, speech);
  await stage(page, speech).selectOption('proposal');

  await page.goto(`${url}/#/knowledge`);
  const chosen = { name: 'chairs.md', mimeType: 'text/markdown', buffer: Buffer.from(file.content) };
  await page.locator('input[type=file]').setInputFiles(chosen);
  const row = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: file.title }) });
  await expect(row.getByText(words.knowledge.state.ready)).toBeVisible();

  await page.goto(`${url}/#/knowledge/lab?q=${encodeURIComponent(file.question)}`);
  await relevant(page, speech).click();
  await expect(relevant(page, speech)).toHaveAttribute('aria-pressed', 'true');
};

const relevant = (page: Page, { words }: Speech) =>
  page.getByRole('button', { name: new RegExp(`^${words.searchLab.grade.relevant}`) }).first();

const seeWork = async (page: Page, url: string, speech: Speech): Promise<void> => {
  const { words, file } = speech;
  await page.goto(`${url}/#/leads`);
  await page.getByRole('table').getByRole('link', { name: CUSTOMER }).click();
  await expect(stage(page, speech)).toHaveValue('proposal');
  await page.goto(`${url}/#/knowledge`);
  await expect(page.getByRole('link', { name: file.title })).toHaveCount(1);
  await page.getByRole('searchbox', { name: words.knowledge.search }).fill(file.question);
  await expect(page.getByText(file.answer).first()).toBeVisible();
  await page.goto(`${url}/#/knowledge/lab?q=${encodeURIComponent(file.question)}`);
  await expect(relevant(page, speech)).toHaveAttribute('aria-pressed', 'true');
};

const seeWhatNeedsServer = async (page: Page, url: string, { words }: Speech): Promise<void> => {
  await page.goto(`${url}/#/inbox`);
  await expect(page.getByText(words.local.needs.inbox)).toBeVisible();
  await page.goto(`${url}/#/settings`);
  for (const why of [words.local.needs.channels, words.local.needs.model, words.local.account.hint]) {
    await expect(page.getByText(why)).toBeVisible();
  }
  expect(await findViolations(page)).toEqual([]);
};

const leaveAndReturn = async (page: Page, url: string, { words }: Speech): Promise<void> => {
  await page.goto(`${url}/#/settings`);
  await page.getByRole('button', { name: words.settings.account.signOut, exact: true }).click();
  await expect(page.getByText(words.local.account.signOut)).toBeVisible();
  await page.getByRole('button', { name: words.device.signOut.confirmKeep, exact: true }).click();
  await expect(page.getByText(ME)).toBeVisible();
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole('button', { name: words.local.start.resume }).click();
  await expect(footer(page)).toContainText(words.status.local);
};

const openJoin = async (page: Page, url: string, { words }: Speech): Promise<void> => {
  await page.goto(`${url}/#/settings`);
  await page.getByRole('button', { name: words.local.join.action }).last().click();
  await expect(page.getByText(words.local.join.text)).toBeVisible();
  expect(await findViolations(page)).toEqual([]);
};

const joinByLink = async (page: Page, link: string, { words }: Speech): Promise<void> => {
  await page.getByRole('radio', { name: words.local.join.link }).click();
  await page.getByRole('textbox', { name: words.local.join.linkField }).fill('https://example.com/');
  await page.getByRole('button', { name: words.local.join.submit, exact: true }).click();
  await expect(page.getByText(words.local.join.linkWrong)).toBeVisible();
  await page.getByRole('textbox', { name: words.local.join.linkField }).fill(link);
  await page.getByRole('button', { name: words.local.join.submit, exact: true }).click();
};

const joinByRegistering = async (page: Page, { words }: Speech): Promise<void> => {
  await page.getByRole('radio', { name: words.local.join.register }).click();
  await page.getByRole('textbox', { name: words.signIn.name }).fill(ME);
  await page.getByRole('textbox', { name: words.signIn.email }).fill('olga@example.com');
  await page.getByLabel(words.signIn.password).fill('long enough');
  await page.getByRole('textbox', { name: words.signIn.team }).fill('Белова и партнёры');
  await page.getByRole('button', { name: words.signIn.submitRegister }).click();
};

const inStep = async (page: Page, { words }: Speech): Promise<void> => {
  await expect(footer(page)).toContainText(words.status.online, { timeout: 90_000 });
  await expect(footer(page)).not.toContainText(/отправки|to send/, { timeout: 90_000 });
};

/** What another device receives, duplicates included. */
const readServer = async (api: ApiClient, { file }: Speech) => {
  const pull = async (collection: ReplicatedCollection) => {
    const answer = await api('pull', { body: { collection, checkpoint: null, limit: 1000 } });
    return pullResponseSchema.parse(answer).documents.filter(({ _deleted }) => !_deleted);
  };
  const contacts = (await pull('contacts')).filter(({ name }) => name === CUSTOMER);
  const leads = (await pull('leads')).filter(({ title }) => title === NEED);
  const sources = (await pull('sources')).filter(({ title }) => title === file.title);
  const passages = (await pull('passages')).filter(({ sourceId }) => sourceId === sources[0]?.id);
  const judgements = (await pull('settings')).filter(({ id }) => id === judgementIdOf(file.question));
  const { user } = await api('me');
  return {
    contacts: contacts.length,
    stages: leads.map(({ stage: at }) => at),
    isOfContact: leads[0]?.contactId === contacts[0]?.id,
    sources: sources.map(({ state }) => state),
    passages: passages.length,
    judges: judgements.flatMap(({ marks }) => judgesOf(marks)).map((userId) => (userId === user.id ? 'own' : userId)),
    local: JSON.stringify([contacts, leads, judgements]).includes('local-'),
  };
};

const judgesOf = (marks: unknown): readonly unknown[] =>
  Array.isArray(marks) ? marks.map((mark: { readonly userId: unknown }) => mark.userId) : [];

const everythingOnce = {
  contacts: 1,
  stages: ['proposal'],
  isOfContact: true,
  sources: ['ready'],
  passages: 1,
  judges: ['own'],
  local: false,
};

for (const speech of speeches) {
  test.describe(() => {
    test.use({ locale: speech.language === 'ru' ? 'ru-RU' : 'en-GB' });

    test(`a workspace begins with no server, and joins a team with everything it holds: ${speech.language}`, async ({
      context,
      page: first,
      world,
    }) => {
      test.setTimeout(600_000);
      const errors = watchErrors(context);
      const asked = watchRequests(context);
      const { url } = world;
      await loadProgram(first, world);
      await startAlone(first, speech);
      await work(first, url, speech);
      await seeWhatNeedsServer(first, url, speech);
      await first.close();

      const page = await context.newPage();
      await page.goto(url);
      await seeWork(page, url, speech);
      await leaveAndReturn(page, url, speech);
      expect(asked).toEqual([]);

      await world.startServer();
      await openJoin(page, url, speech);
      if (speech.language === 'ru') await joinByLink(page, world.link, speech);
      else await joinByRegistering(page, speech);
      await inStep(page, speech);
      const api = await otherDeviceOf(page, () => page.reload());
      const onServer = () => readServer(api, speech);
      await expect.poll(onServer, { timeout: 90_000 }).toEqual(everythingOnce);
      expect((await databaseNames(page)).filter((name) => name.includes('inbetwin-local'))).toEqual([]);

      await seeWork(page, url, speech);
      await page.goto(`${url}/#/leads`);
      await page.getByRole('table').getByRole('link', { name: CUSTOMER }).click();
      await stage(page, speech).selectOption('won');
      await expect.poll(onServer, { timeout: 90_000 }).toEqual({ ...everythingOnce, stages: ['won'] });
      expect(errors).toEqual([]);
    });
  });
}

test('a sign-in link that is opened in a workspace without a server asks first; other windows follow', async ({
  context,
  page,
  world,
}) => {
  const [speech] = speeches;
  if (!speech) throw new Error('Nobody speaks.');
  const { words } = speech;
  const { url, link } = world;
  await page.goto(url);
  await startAlone(page, speech);
  await enterLead(page, url, speech);
  const other = await context.newPage();
  await other.goto(`${url}/#/leads`);
  await expect(other.getByRole('table').getByRole('link', { name: CUSTOMER })).toBeVisible();

  await page.goto(link);
  await expect(page.getByText(words.local.join.text)).toBeVisible();
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole('button', { name: words.local.join.stay }).click();
  await expect(footer(page)).toContainText(words.status.local);

  await page.goto(link);
  await page.getByRole('button', { name: words.local.join.action }).click();
  await inStep(page, speech);
  await inStep(other, speech);
  for (const each of [page, other]) {
    await each.goto(`${url}/#/leads`);
    await expect(each.getByRole('table').getByRole('link', { name: CUSTOMER })).toHaveCount(1);
  }
  expect((await databaseNames(page)).filter((name) => name.includes('inbetwin-local'))).toEqual([]);
});
