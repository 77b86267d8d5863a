import { people as en } from './en/people.ts';
import { addWords } from './i18n.ts';
import { people as ru } from './ru/people.ts';

/** Adds the texts about the people of a team, for the settings and for joining a team. */
export const addPeopleTexts = (): void => addWords('people', { ru, en });
