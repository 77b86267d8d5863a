import { expect } from '@playwright/test';
import { en } from '../../../desktop/src/renderer/i18n/en.ts';
import { ru } from '../../../desktop/src/renderer/i18n/ru.ts';
import { group } from './group-chat.ts';
import { seeText } from './see-text.ts';
import { sender } from './sent-files.ts';
import { everyLayout, phoneDark, phoneLight } from './variants.ts';
import type { WorkspaceScreen } from './workspace-screen.ts';

const anna = 'web-chat:site:demo-1';
const dmitry = 'telegram:demo:demo-2';
const emily = 'web-chat:site:demo-3';
const at = (conversationId: string) => `/inbox/${encodeURIComponent(conversationId)}`;
const contactAt = (place: string) => `/contacts/${encodeURIComponent(`contact:${place}`)}`;

/** Screens of daily work. */
export const dailyScreens: readonly WorkspaceScreen[] = [
  {
    name: 'inbox',
    about:
      'Conversations, newest first, with who answers each; the open one with its sources; the customer card beside it',
    variants: everyLayout,
    address: ({ language, width }) => (width === 390 ? '/inbox' : at(language === 'ru' ? anna : emily)),
    ready: async (page, { language }) => {
      const customer = language === 'ru' ? 'Анна Ковалёва' : 'Emily Carter';
      await page
        .getByRole('list', { name: /Разговоры|Conversations/ })
        .getByText(customer)
        .waitFor();
      // The strip of the first download has its own screenshot.
      await page.getByRole('progressbar').waitFor({ state: 'hidden' });
    },
  },
  {
    name: 'conversation',
    about: 'An answer with its passage open, one click from the source',
    variants: phoneLight,
    address: ({ language }) => at(language === 'ru' ? anna : emily),
    ready: async (page) => {
      await page
        .getByRole('button', { name: /(Источник|Source) 1/ })
        .first()
        .click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'hand-over',
    about: 'The customer asked for a person: why, what to know, and that a reply waits until this channel is connected',
    variants: phoneDark,
    address: () => at(dmitry),
    ready: (page) => seeText(page, 'Просит обсудить скидку'),
  },
  {
    name: 'group',
    about: 'A group chat: who said what, and the agent answers only what was addressed to it',
    variants: phoneLight,
    address: () => '/inbox',
    ready: async (page) => {
      await page
        .getByRole('list', { name: /Разговоры|Conversations/ })
        .getByText(group.title)
        .first()
        .click();
      await page
        .getByRole('region', { name: /Сообщения|Messages/ })
        .getByText('сколько гостей вмещает')
        .first()
        .waitFor();
    },
  },
  {
    name: 'files',
    about: 'What customers send: a picture, a document, a voice message, and a video that Telegram does not hand out',
    variants: phoneLight,
    address: () => at(`telegram:4200:${sender.chatId}`),
    ready: async (page) => {
      // A picture loads once it is seen, and each answer to the other files pushes it up.
      const messages = page.getByRole('region', { name: /Сообщения|Messages/ });
      await expect(async () => {
        await messages.getByText('как на фото?').first().scrollIntoViewIfNeeded();
        await expect(messages.getByRole('img', { name: /Фото|Photo/ })).toBeVisible({ timeout: 5000 });
      }).toPass();
    },
  },
  {
    name: 'leads',
    about: 'Every deal with stage, score, need and amount; sortable, filtered by stage and words',
    variants: phoneLight,
    address: () => '/leads',
    ready: (page) => seeText(page, 'Анна Ковалёва'),
  },
  {
    name: 'contact',
    about: 'The customer twin: facts with their confidence and origin, the score with its reasons, all conversations',
    variants: phoneDark,
    address: ({ language }) => contactAt(language === 'ru' ? anna : emily),
    ready: (page, { language }) => seeText(page, language === 'ru' ? 'ООО «Северный ветер»' : 'Brightline Ltd'),
  },
  {
    name: 'contact-fact',
    about: 'A customer who writes by Telegram, with what can be done with a fact: correct it, or forbid its use',
    variants: phoneLight,
    address: () => contactAt(dmitry),
    ready: async (page, { language }) => {
      const { contacts } = language === 'ru' ? ru : en;
      await page
        .getByRole('button', { name: new RegExp(`^${contacts.twin.actions.split('{{')[0]}`) })
        .first()
        .click();
      await page.getByRole('menuitem').first().waitFor();
    },
  },
  {
    name: 'settings',
    about: 'Appearance, channels, the model, sync and the account',
    variants: phoneDark,
    address: () => '/settings',
    ready: (page) => seeText(page, /fake_4200_bot/),
  },
  {
    name: 'palette',
    about: 'Everything by name: Ctrl+K',
    variants: phoneLight,
    address: () => '/inbox',
    ready: async (page) => {
      await seeText(page, 'Анна Ковалёва');
      await page.keyboard.press('Control+K');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'palette-found',
    about: 'A customer found by the digits of the phone number',
    variants: phoneDark,
    address: () => '/inbox',
    ready: async (page) => {
      await seeText(page, 'Анна Ковалёва');
      await page.keyboard.press('Control+K');
      await page.getByRole('option').first().waitFor();
      await page.keyboard.type('916 123');
      await page.getByRole('option', { name: '+7 916 123-45-67' }).waitFor();
    },
  },
];
