import { describe, expect, test } from 'vitest';
import { type Contact, contactSchema } from '../entities/contact.ts';
import type { Fact, Twin } from '../entities/twin.ts';
import { learnFacts } from '../twins/learn.ts';
import { applyUserInfo, observeUserInfo, type UserInfo } from './apply-user-info.ts';

const contact: Contact = {
  id: 'contact:1',
  kind: 'person',
  name: 'anna_92',
  identities: [],
  createdAt: 1,
  updatedAt: 1,
};

const tell = (twin: Twin | undefined, info: UserInfo, at: number): Twin => {
  const cause = { messageId: `m${at}`, conversationId: 'c', observedAt: at };
  return learnFacts(twin, observeUserInfo(info, cause), { id: contact.id, now: at });
};
const apply = (to: Contact, twin: Twin, profileName?: string) =>
  applyUserInfo(to, { facts: twin.facts, profileName, now: 9 });

describe('what a customer told', () => {
  test('becomes observations, phones in E.164 and addresses in small letters', () => {
    const cause = { messageId: 'm', conversationId: 'c', observedAt: 5 };
    const info = {
      phone: '8 (916) 123-45-67',
      email: 'A@B.ru',
      name: ' ',
      facts: [{ group: 'needs' as const, key: 'need', value: 'зал' }],
    };
    expect(observeUserInfo(info, cause)).toEqual([
      { group: 'profile', key: 'phone', value: '+79161234567', confidence: 0.95, ...cause },
      { group: 'profile', key: 'email', value: 'a@b.ru', confidence: 0.95, ...cause },
      { group: 'needs', key: 'need', value: 'зал', confidence: 0.7, ...cause },
    ]);
  });

  test('fills the empty fields of the contact', () => {
    const twin = tell(undefined, { phone: '+79161234567', email: 'a@b.ru', company: 'Ромашка', language: 'ru' }, 2);
    const filled = apply(contact, twin);
    expect(filled).toMatchObject({
      phone: '+79161234567',
      email: 'a@b.ru',
      company: 'Ромашка',
      language: 'ru',
      updatedAt: 9,
    });
    expect(contactSchema.safeParse(filled).success).toBe(true);
    expect(apply(filled, twin)).toBe(filled);
  });

  test('keeps the fuller name that the channel gave', () => {
    const full = { ...contact, name: 'Анна Петрова' };
    expect(apply(full, tell(undefined, { name: 'анна' }, 2), 'Анна Петрова').name).toBe('Анна Петрова');
    expect(apply(full, tell(undefined, { name: 'Анна Сидорова' }, 2), 'Анна Петрова').name).toBe('Анна Сидорова');
  });

  test('replaces the name that the channel gave, and no name that a person typed', () => {
    const twin = tell(undefined, { name: 'Анна' }, 2);
    expect(apply(contact, twin, 'anna_92').name).toBe('Анна');
    expect(apply({ ...contact, name: 'Анна Петрова (VIP)' }, twin, 'anna_92').name).toBe('Анна Петрова (VIP)');
  });

  test('replaces what was learned before by what is newer', () => {
    const first = tell(undefined, { phone: '+79160000001' }, 2);
    const second = tell(first, { phone: '+79160000002' }, 3);
    expect(apply(apply(contact, first), second).phone).toBe('+79160000002');
  });

  test('a late message of old does not take a newer phone back', () => {
    const newer = tell(undefined, { phone: '+79160000002' }, 3);
    expect(apply(apply(contact, newer), tell(newer, { phone: '+79160000001' }, 2)).phone).toBe('+79160000002');
  });

  test('never overwrites a phone that a person entered', () => {
    const entered = { ...contact, phone: '+79169999999' };
    expect(apply(entered, tell(undefined, { phone: '+79160000001' }, 2))).toBe(entered);
  });

  test('a guess fills a gap and replaces nothing', () => {
    const guess = (value: string): UserInfo => ({
      facts: [{ group: 'profile', key: 'company', value, confidence: 0.6 }],
    });
    const known = tell(undefined, { company: 'Ромашка' }, 2);
    const withCompany = apply(contact, known);
    expect(apply(contact, tell(undefined, guess('Лютик'), 3)).company).toBe('Лютик');
    expect(apply(withCompany, tell(known, guess('Лютик'), 3)).company).toBe('Ромашка');
  });

  test('what is doubtful stays among the facts, and hides nothing that is surer', () => {
    const known = tell(undefined, { company: 'Ромашка' }, 2);
    const doubted = tell(known, { company: 'Ромашка Сколько', sureness: { company: 0.3 } }, 3);
    expect(doubted.facts.map(({ value }) => value)).toContain('Ромашка Сколько');
    expect(apply(contact, doubted).company).toBe('Ромашка');
    expect(apply(contact, tell(undefined, { phone: 'не телефон', email: 'нет' }, 2))).toBe(contact);
  });

  test('a person’s correction counts over everything, a forbidden fact for nothing', () => {
    const twin = tell(undefined, { phone: '+79160000001' }, 2);
    const decide = (state: Fact['state'], value: string) => ({
      ...twin,
      facts: twin.facts.map((fact) => ({ ...fact, state, value })),
    });
    expect(apply({ ...contact, phone: '+79169999999' }, decide('corrected', '+79160000003')).phone).toBe(
      '+79160000003',
    );
    expect(apply(contact, decide('corrected', '8 (916) 000-00-04')).phone).toBe('+79160000004');
    expect(apply(contact, decide('corrected', 'не телефон')).phone).toBeUndefined();
    expect(apply(contact, decide('forbidden', '+79160000001')).phone).toBeUndefined();
  });
});
