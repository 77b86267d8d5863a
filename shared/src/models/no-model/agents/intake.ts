import { cutText } from '../../../text/cut-text.ts';
import type { AgentRules, Turn } from '../turn.ts';

/** Who is it, and do they want a person: saves what was told and calls a person, each once a turn. */
export const intakeRules: AgentRules = (turn) => ({ toolCalls: [...saveUserInfo(turn), ...callOperator(turn)] });

type IntakeFact = { group: 'needs' | 'people'; key: string; value: string; confidence: number };

const saveUserInfo = ({ understood, offers, resultOf }: Turn) => {
  if (!offers('save_user_info') || resultOf('save_user_info') !== undefined) return [];
  const { name, phone, email, company, language } = understood;
  const facts = factsOf(understood);
  if (!name && !phone && !email && !company && facts.length === 0) return [];
  const info = {
    ...(name ? { name: name.value } : {}),
    ...(phone ? { phone } : {}),
    ...(email ? { email } : {}),
    ...(company ? { company } : {}),
    ...(language ? { language } : {}),
    ...(facts.length > 0 ? { facts } : {}),
  };
  return [{ name: 'save_user_info', arguments: info }];
};

const factsOf = ({ budget, date, guests, need, authority }: Turn['understood']): IntakeFact[] => [
  ...(budget ? [{ group: 'needs' as const, key: 'budget', value: budget.words, confidence: 0.85 }] : []),
  ...(date ? [{ group: 'needs' as const, key: 'eventDate', value: date, confidence: 0.8 }] : []),
  ...(guests ? [{ group: 'needs' as const, key: 'guests', value: String(guests), confidence: 0.85 }] : []),
  ...(need ? [{ group: 'needs' as const, key: 'need', value: need, confidence: 0.7 }] : []),
  ...(authority ? [{ group: 'people' as const, key: 'authority', value: authority, confidence: 0.75 }] : []),
];

const MAX_SUMMARY = 500;

const callOperator = ({ understood, text, offers, resultOf }: Turn) => {
  const reason = understood.asksForPerson
    ? 'asked_for_person'
    : understood.angry || understood.complains
      ? 'angry'
      : undefined;
  if (!reason || !offers('call_operator') || resultOf('call_operator') !== undefined) return [];
  return [{ name: 'call_operator', arguments: { reason, summary: cutText(text, MAX_SUMMARY) } }];
};
