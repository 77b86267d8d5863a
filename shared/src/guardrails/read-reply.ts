import { remember } from '../search/remember.ts';
import { plainText } from '../text/plain-text.ts';
import type { JudgedReply } from './judged-reply.ts';

/** A reply in plain characters, and what was said before in plain characters, computed only when a guard needs it. */
export type ReadReply = {
  readonly text: string;
  /** The text as it is sent. */
  readonly written: string;
  readonly toolNames: readonly string[];
  readonly quantities: readonly number[];
  readonly effects: JudgedReply['effects'];
  rules(): readonly string[];
  prompts(): readonly string[];
  customer(): readonly string[];
  team(): readonly string[];
  /** Texts that belong together in a tool's result, such as a product's title and price. */
  records(): readonly (readonly string[])[];
  /** Whole quotes as the search wrote them. */
  quoted(): readonly string[];
  /** What the team said: its prompts, people, agents and tools. */
  ours(): readonly string[];
  /** What the team and the customer said, without the prompts. */
  saidBefore(): readonly string[];
  /** Everything that was said, as written. */
  saidAsWritten(): readonly string[];
};

/** Limit in UTF-16 code units for the customer and for the team: far more than people say about one topic. */
const MOST_SAID = 20_000;
/** The same limit for what tools returned in one run. */
const MOST_RETURNED = 60_000;

/** Rules, prompts and passages are the same in many replies. */
const MOST_TEXTS = 5000;

const plainOf = remember(MOST_TEXTS, plainText);

/** Prepares a reply for the guards. */
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
    quoted: once(() => (reply.quoted ?? []).map(plainOf)),
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

/** Returns the last results, up to the limit. */
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

/** Returns the last messages, up to the limit; of a longer one, its beginning. */
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
