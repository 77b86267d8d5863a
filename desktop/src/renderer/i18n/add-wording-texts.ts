import { wording as en } from './en/wording.ts';
import { addWords } from './i18n.ts';
import { wording as ru } from './ru/wording.ts';

/** Adds the texts for how agents talk, for the screens that edit it or show its conflicts. */
export const addWordingTexts = (): void => addWords('wording', { ru, en });
