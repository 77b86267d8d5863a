import type { DeedContext, DeedKind } from './deed-kinds.ts';
import { type Clauses, partAround } from './split-clauses.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Verbs that ask for an act whenever they are an order, a wish or a request. */
const strong: Readonly<Partial<Record<DeedKind, string>>> = {
  book: 'book reserve prebook',
  appoint: 'schedule enroll enrol register sign pencil slot squeeze fit put',
  order: 'order buy purchase rent hire preorder',
  hold: 'hold save',
  move: 'reschedule move push postpone shift change switch swap bump rebook',
  cancel: 'cancel delete remove erase unsubscribe',
  extend: 'extend renew freeze pause',
  send: 'send email forward resend invoice text',
  tell: 'tell remind leave',
  other: 'refund return exchange replace confirm arrange prepare update fix repair correct deliver ship check',
};
/** Verbs that are a deed only on a certain day. */
const weak: Readonly<Partial<Record<DeedKind, string>>> = {
  book: 'host throw celebrate get grab take stay organize organise dine',
  appoint: 'see make join start attend try arrange look',
  visit: 'come stop swing pop drop bring pick collect visit',
};
const tableOf = (groups: typeof strong): ReadonlyMap<string, DeedKind> =>
  new Map(Object.entries(groups).flatMap(([kind, verbs]) => verbs.split(' ').map((verb) => [verb, kind as DeedKind])));
const strongVerbs = tableOf(strong);
const weakVerbs = tableOf(weak);

const OBJECTS = words(
  'me us my our a an the it this that these those one two three four five six some another him her them his their everything all in for on to please pls down up',
);
const LEADS = words(
  'please pls kindly hi hello hey ok okay so then and but well also just thanks yes yeah sure great cool fine perfect actually alright right good lovely grand sorry no oh ah morning afternoon evening guys folks there all team again still really',
);
const WISHES = words(
  'want wanna like love need gotta wish hope hoping looking trying plan planning going gonna have wondering ready must decided',
);
const MINE = words('me us my our mine it this that him her them');
const RULES = words(
  'if free how what when where which why who fee fees charge charges charged penalty policy deadline late notice beforehand advance allowed always usually ever without deposit lose minute minimum maximum cost costs much many unless whats hows sundays mondays tuesdays wednesdays thursdays fridays saturdays weekends holidays refund',
);
const QUESTIONS = words('how what when where which why who much many cost whats hows whens wheres whos');
const MODALS = words('can could may might possible chance');
const YOU = words('you u someone somebody anyone anybody ya');
const SELF = words("i we i'd we'd id i'll we'll ill i'm we're im i've we've let's lets");

const lemmasOf = (word: string): readonly string[] => {
  const stem = word.endsWith('ing') && word.length > 5 ? word.slice(0, -3) : undefined;
  return stem === undefined ? [word] : [word, stem, `${stem}e`, stem.replace(/(.)\1$/u, '$1')];
};

type Verb = { readonly kind: DeedKind; readonly isStrong: boolean };

const verbOf = (word: string): Verb | undefined => {
  for (const lemma of lemmasOf(word)) {
    const kind = strongVerbs.get(lemma);
    if (kind) return { kind, isStrong: true };
    const weakKind = weakVerbs.get(lemma);
    if (weakKind) return { kind: weakKind, isStrong: false };
  }
  return undefined;
};

/** Reads the deed of an English sentence. */
export const englishDeed = (sentence: Clauses, context: DeedContext): DeedKind | undefined => {
  for (const [at, word] of sentence.tokens.entries()) {
    const verb = verbOf(word);
    if (verb && isMeant(sentence, { at, verb }, context)) return verb.kind;
  }
  return undefined;
};

type Place = { readonly at: number; readonly verb: Verb };

/** The number of words between "I would like to" and the verb. */
const NEAR = 5;

const isMeant = (sentence: Clauses, place: Place, { isSpecific }: DeedContext): boolean => {
  const { tokens } = sentence;
  const { at, verb } = place;
  if (isDenied(tokens, at) || !hasObject(tokens, place)) return false;
  const asksRules = (isSpecific ? partAround(sentence, at) : tokens).some((word) => RULES.has(word.replace("'", '')));
  // "Tell" also begins questions, which have no object here.
  const asks =
    verb.kind === 'tell' ? false : sentence.asks || tokens.some((word) => QUESTIONS.has(word.replace("'", '')));
  if (isOrder(sentence, place)) return (verb.isStrong && !asks) || (isSpecific && !asksRules);
  if (asksRules) return false;
  const before = tokens.slice(Math.max(0, at - NEAR), at);
  const has = (set: ReadonlySet<string>): boolean => before.some((word) => set.has(word));
  if (has(MODALS) || before.some((word) => word === 'would' || word === 'mind')) {
    if (has(YOU))
      return verb.isStrong ? isSpecific || tokens.slice(at + 1, at + 4).some((word) => MINE.has(word)) : isSpecific;
    return isSpecific;
  }
  if (before.some((word) => word === 'do' || word === 'does' || word === 'should')) return false;
  if (!has(SELF) && !WISHES.has(tokens.find((word) => !LEADS.has(word) && /\p{L}/u.test(word)) ?? '')) return false;
  return verb.isStrong ? isWish(before) : isWish(before) && isSpecific;
};

/** "I would like to", "I'll", "let's", "we are bringing". */
const isWish = (before: readonly string[]): boolean =>
  before.some((word) => WISHES.has(word) || /^(?:i|we)'(?:ll|d|m|re)$|^let'?s$|^(?:ill|im|id|am|are)$/u.test(word));

/** The verb begins the sentence or a part of it. */
const isOrder = ({ tokens, partOf }: Clauses, { at }: Place): boolean => {
  for (let place = at - 1; place >= 0 && partOf[place] === partOf[at]; place--) {
    if (!LEADS.has(tokens[place] ?? '')) return false;
  }
  return true;
};

const isDenied = (tokens: readonly string[], at: number): boolean =>
  tokens.slice(Math.max(0, at - 3), at).some((word) => /n't$|^(?:not|never|cant|dont)$/u.test(word));

/** "Put", "sign", "leave" and the like are a deed only with what follows; "order forms" is none. */
const hasObject = (tokens: readonly string[], { at, verb }: Place): boolean => {
  const next = tokens[at + 1];
  const word = tokens[at] ?? '';
  if (word === 'put' || word === 'fit' || word === 'squeeze' || word === 'slot' || word === 'pencil')
    return next === 'me' || next === 'us' || MINE.has(next ?? '');
  if (word === 'leave') return tokens.slice(at + 1, at + 5).some((one) => one === 'note' || one === 'message');
  if (word === 'tell' || word === 'remind') return !['me', 'us'].includes(next ?? '');
  if (word === 'check')
    return tokens
      .slice(at + 1, at + 5)
      .some((one) => MINE.has(one) && one !== 'it' && one !== 'this' && one !== 'that');
  if (word === 'text' || word === 'invoice' || word === 'email' || word === 'save' || word === 'fix')
    return MINE.has(next ?? '') || next === 'the' || next === 'a';
  if (at === 0 || verb.isStrong)
    return next === undefined || OBJECTS.has(next) || /^\d|^[,.!?]/u.test(next) || !isNounAlone(tokens, at);
  return true;
};

/** "Order forms are where?": the word is part of a name. */
const isNounAlone = (tokens: readonly string[], at: number): boolean =>
  /^(?:is|are|was|were|forms?|process|number|no|status|form|policy|fee|fees|time|times|room|rooms)$/u.test(
    tokens[at + 1] ?? '',
  ) || /^(?:is|are|where)$/u.test(tokens[at + 2] ?? '');
