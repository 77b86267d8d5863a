import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Language } from '@inbetwin/shared/entities/declaring/fields.ts';
import type { Response } from 'express';
import { serveBuiltFiles } from '../bodies/built-files.ts';

/** The page loads everything from this server, and no other code can run in it. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  // The page fetches images of the chat itself, because only it can prove whose they are.
  "img-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

type Page =
  | { readonly page: 'chat'; readonly team: string }
  | { readonly page: 'not-found'; readonly language: Language | undefined };

/** Serves the built chat page; `folder` contains `index.html`, `not-found.html`, and `assets/`. */
export const createChatPages = (folder: string) => ({
  assets: serveBuiltFiles(path.join(folder, 'assets')),

  send: async (response: Response, page: Page): Promise<void> => {
    const html =
      page.page === 'chat'
        ? (await read(folder, 'index.html')).replaceAll('%TEAM%', () => escapeHtml(page.team))
        : (await read(folder, 'not-found.html')).replace('<html lang="ru"', `<html lang="${page.language ?? 'ru'}"`);
    response
      .status(page.page === 'chat' ? 200 : 404)
      .set('Content-Security-Policy', contentSecurityPolicy)
      .set('Referrer-Policy', 'no-referrer')
      .set('Cache-Control', 'no-cache')
      .type('html')
      .send(html);
  },
});

const read = async (folder: string, name: string): Promise<string> => {
  try {
    return await readFile(path.join(folder, name), 'utf8');
  } catch (error) {
    throw new Failure('server.error', 'The chat page is not built.', 'Run `npm run build` on the server.', {
      cause: error,
    });
  }
};

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');
