import type { Guard } from './guard.ts';

/** Ids of internal documents, such as `contact:telegram:42:u7`. */
const INNER_ID = /(?<![\w:])(?:(?:run|lead|contact|work):[a-z][\w%@.-]*:[\w%@.:#-]+|source:[0-9a-f]{32})/u;

/** Objects to ids of internal documents and names of tools. */
export const innerName: Guard = {
  name: 'inner-name',
  reason: { ru: 'в нём были внутренние имена или номера', en: 'it held internal names or ids' },
  objectionTo: (reply) => {
    const { text, toolNames } = reply;
    const [id] = INNER_ID.exec(text) ?? [];
    if (id !== undefined) return id;
    // A name of one word, such as `search`, may be an ordinary word.
    return toolNames.find(
      (name) => name.includes('_') && text.includes(name) && !reply.saidBefore().some((each) => each.includes(name)),
    );
  },
};
