import { isQuestion } from '../../../reading/asking.ts';
import { sentencesOf } from '../../../search/language/sentences.ts';
import { cutText } from '../../../text/cut-text.ts';
import type { AgentRules, Turn } from '../turn.ts';

/** Reads who the customer is and whether they want a person: saves their details and calls a person, each once per turn. */
export const intakeRules: AgentRules = (turn) => ({ toolCalls: [...saveUserInfo(turn), ...callOperator(turn)] });

type IntakeFact = { group: 'needs' | 'people'; key: string; value: string; confidence: number };

const saveUserInfo = ({ understood, text, offers, resultOf }: Turn) => {
  if (!offers('save_user_info') || resultOf('save_user_info') !== undefined) return [];
  const { name, phone, email, company, language } = understood;
  const facts = factsOf(understood, text);
  if (!name && !phone && !email && !company && facts.length === 0) return [];
  const info = {
    ...(name ? { name: name.value } : {}),
    ...(phone ? { phone } : {}),
    ...(email ? { email } : {}),
    ...(company ? { company: company.value } : {}),
    ...(name || company
      ? {
          sureness: { ...(name ? { name: name.confidence } : {}), ...(company ? { company: company.confidence } : {}) },
        }
      : {}),
    ...(language ? { language } : {}),
    ...(facts.length > 0 ? { facts } : {}),
  };
  return [{ name: 'save_user_info', arguments: info }];
};

const factsOf = (
  { budget, date, period, guests, occasion, need, authority }: Turn['understood'],
  text: string,
): IntakeFact[] => {
  const told = (group: IntakeFact['group'], key: string, value: string, stated: number): IntakeFact => ({
    group,
    key,
    value,
    confidence: isAskedWith(text, value) ? Math.min(ASKED, stated) : stated,
  });
  return [
    ...(budget ? [told('needs', 'budget', budget.words, 0.85)] : []),
    ...(date ? [told('needs', 'eventDate', date, 0.8)] : []),
    ...(period ? [told('needs', 'timing', period, 0.7)] : []),
    ...(guests ? [told('needs', 'guests', String(guests), 0.85)] : []),
    ...(occasion ? [told('needs', 'occasion', occasion, 0.75)] : []),
    ...(need ? [told('needs', 'need', need, 0.7)] : []),
    ...(authority ? [told('people', 'authority', authority, 0.75)] : []),
  ];
};

/** "Есть зал до 500 тысяч?" says less than "бюджет 500 тысяч". */
const ASKED = 0.6;
const isAskedWith = (text: string, words: string): boolean => {
  const telling = sentencesOf(text).filter(({ value }) => value.includes(words));
  return telling.length > 0 && telling.every(({ value }) => isQuestion(value));
};

const MAX_SUMMARY = 500;

const callOperator = ({ understood, text, offers, resultOf }: Turn) => {
  // A call is arranged by the agent that answers, which asks for what is missing.
  const reason =
    understood.asksForPerson && understood.deed !== 'call'
      ? 'asked_for_person'
      : understood.angry
        ? 'angry'
        : undefined;
  if (!reason || !offers('call_operator') || resultOf('call_operator') !== undefined) return [];
  return [{ name: 'call_operator', arguments: { reason, summary: cutText(text, MAX_SUMMARY) } }];
};
