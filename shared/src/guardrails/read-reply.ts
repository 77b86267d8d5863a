import { remember } from '../search/remember.ts';
import { plainText } from '../text/plain-text.ts';
import type { JudgedReply } from './judged-reply.ts';

/** A reply in plain characters, with what was told in plain characters where a guard asks for it. */
export type ReadReply = {
  readonly text: string;
  /** As it goes out. */
  readonly written: string;
  readonly toolNames: readonly string[];
  readonly quantities: readonly number[];
  readonly effects: JudgedReply['effects'];
  rules(): readonly string[];
  prompts(): readonly string[];
  customer(): readonly string[];
  team(): readonly string[];
  /** What belongs together in a tool's result, such as a product's title and price. */
  records(): readonly (readonly string[])[];
  /** What the team has said: its prompts, its people and agents, its tools. */
  ours(): readonly string[];
  /** The same and the customer's words, without the prompts. */
  saidBefore(): readonly string[];
  /** All that was told, as it was written. */
  saidAsWritten(): readonly string[];
};

/** In UTF-16 units, of each of the customer and the team: far more than people say of one thing. */
const MOST_SAID = 20_000;
/** The same of what tools returned in one run, however much the team's knowledge holds. */
const MOST_RETURNED = 60_000;

/** Rules, prompts and passages are the same in many replies. */
const MOST_TEXTS = 5000;

const plainOf = remember(MOST_TEXTS, plainText);

export const readReply = (reply: JudgedReply): ReadReply => {
  const { toolNames, quantities, effects } = reply;
  const prompts = once(() => reply.prompts.map(plainOf));
  const customer = once(() => newestOf(reply.customer).map(plainText));
  const team = once(() => newestOf(reply.team).map(plainText));
  const records = once(() => newestRecords(reply.results).map((parts) => parts.map(plainOf)));
  return {
    text: plainText(reply.text),
    written: reply.text,
    toolNames,
    quantities,
    effects,
    rules: once(() => reply.rules.map(plainOf)),
    prompts,
    customer,
    team,
    records,
    ours: () => [...prompts(), ...team(), ...records().flat()],
    saidBefore: () => [...customer(), ...team(), ...records().flat()],
    saidAsWritten: () => [...reply.customer, ...reply.team, ...reply.results.flat(), ...reply.prompts],
  };
};

const once = <T>(read: () => T): (() => T) => {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: read() };
    return known.value;
  };
};

/** The last ones, as many as are read. */
const newestRecords = (results: JudgedReply['results']): JudgedReply['results'] => {
  let room = MOST_RETURNED;
  const newest: (readonly string[])[] = [];
  for (const parts of results.toReversed()) {
    room -= parts.reduce((sum, part) => sum + part.length, 0);
    if (room < 0) break;
    newest.unshift(parts);
  }
  return newest;
};

/** The last ones, as many as are read; of one that is longer than that its beginning. */
const newestOf = (said: readonly string[]): readonly string[] => {
  let room = MOST_SAID;
  const newest: string[] = [];
  for (const text of said.toReversed()) {
    if (room <= 0) break;
    newest.unshift(text.slice(0, room));
    room -= text.length;
  }
  return newest;
};
