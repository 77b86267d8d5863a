import { leadsOf } from '@inbetwin/shared/leads/lead-documents.ts';
import { likenessOf } from '@inbetwin/shared/leads/same-person.ts';
import { expect, it } from 'vitest';
import { type BusinessServer, withBusinessServer } from './open-business.ts';
import { playDialogue } from './play-dialogue.ts';

const opening = {
  now: '2026-11-09T12:00:00+03:00',
  knowledge: [
    {
      fileName: 'баня.md',
      text: '# Баня у озера\n\nАренда бани 4 000 ₽ в час, до 12 человек. Веники 300 ₽ за штуку.\n',
    },
  ],
  environment: {},
};
const turns = (...texts: readonly string[]) => texts.map((text) => ({ text }));

const contactsOf = async ({ documents }: BusinessServer) =>
  (await documents.contacts.find({ index: ['updatedAt'], equals: [], limit: 50 })).items;

it('names the customer everywhere once the name is known, and a ready buyer is not new', async () => {
  await withBusinessServer(opening, async (server) => {
    const dialogues = [
      {
        name: 'Рузанна',
        texts: ['Сколько стоит баня?', 'Берём на субботу, нас 8 человек', 'Рузанна, +7 916 555-12-90'],
      },
      {
        name: 'Степан Аркадьевич',
        texts: ['Забронируйте баню на 20 ноября на 6 человек. Обращаться Степан Аркадьевич, 8 902 555-11-23'],
      },
      {
        name: 'Oluwaseun',
        texts: [
          "Hi, I'd like to book the sauna for 10 people next Saturday",
          'Oluwaseun here, my number is +44 7700 900412',
        ],
      },
    ];
    for (const { name, texts } of dialogues) {
      await playDialogue(server, { language: 'ru', turns: turns(...texts) });
      const contact = (await contactsOf(server)).find((one) => one.name === name);
      expect(contact?.name).toBe(name);
      const [lead] = await leadsOf(server.documents, contact?.id ?? '');
      expect(lead).toMatchObject({ title: name });
      expect(lead?.stage).not.toBe('new');
      expect(lead?.score).toBeGreaterThan(30);
    }
  });
}, 90_000);

it('suggests one person for the phone number of another chat, and tells the second chat nothing of the first', async () => {
  await withBusinessServer(opening, async (server) => {
    const phone = '+7 916 555-12-90';
    await playDialogue(server, {
      language: 'ru',
      turns: turns(`Меня зовут Рузанна, ${phone}. Хотим баню на 20 ноября, нас 8 человек, бюджет 30 тысяч`),
    });
    const played = await playDialogue(server, {
      language: 'ru',
      turns: turns(
        `Здравствуйте, мой телефон 8 (916) 555-12-90`,
        'Напомните, что я у вас бронировала и как меня зовут?',
      ),
    });
    const said = played.map(({ reply }) => reply).join('\n');
    expect(said).not.toMatch(/Рузанн|20 ноября|30 тысяч|30 000|8 человек/u);
    const contacts = await contactsOf(server);
    expect(contacts).toHaveLength(2);
    const [one, other] = contacts;
    expect(one && other && [likenessOf(one, other), likenessOf(other, one)]).toEqual(['suggested', 'suggested']);
    expect(contacts.filter(({ name }) => name === 'Рузанна')).toHaveLength(1);
    const twins = await Promise.all(contacts.map(({ id }) => server.documents.twins.get(id)));
    expect(twins.map((twin) => twin?.facts.some(({ key }) => key === 'budget')).toSorted()).toEqual([false, true]);
  });
}, 90_000);
