import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** What a business says, under its heading, and what its customers ask to hear it. */
export type Statement = { readonly heading: string; readonly text: string; readonly questions: string[] };
/** A business with its knowledge. Its customers ask also what it does not tell (`open`). */
export type Trade = {
  readonly name: string;
  readonly language: 'ru' | 'en';
  readonly statements: Statement[];
  readonly open: string[];
};

/** Reads all businesses of a folder in the format of its README. Throws an error that names the file and line of a mistake. */
export const readTrades = async (folder: string): Promise<readonly Trade[]> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.txt')).toSorted();
  return await Promise.all(files.map(async (file) => readTrade(file, await readFile(path.join(folder, file), 'utf8'))));
};

const readTrade = (file: string, text: string): Trade => {
  const [first = '', ...lines] = text.split('\n');
  const [, name, language] = /^# (.+) \| (ru|en)\s*$/u.exec(first) ?? [];
  if (name === undefined || language === undefined)
    throw new Error(`${file}:1: expected "# trade | ru" or "# trade | en"`);
  const trade: Trade = { name, language: language === 'ru' ? 'ru' : 'en', statements: [], open: [] };
  let heading = '';
  for (const [at, line] of lines.entries()) {
    const [, mark = '', said = ''] = /^(## |\? |! )?(.*)$/u.exec(line.trim()) ?? [];
    const last = trade.statements.at(-1);
    if (said === '') continue;
    if (mark === '## ') heading = said;
    else if (mark === '! ') trade.open.push(said);
    else if (mark === '') trade.statements.push({ heading, text: said, questions: [] });
    else if (last) last.questions.push(said);
    else throw new Error(`${file}:${at + 2}: a question before the first statement`);
  }
  return trade;
};
