import type { Language } from '../entities/declaring/fields.ts';
import type { SentenceKey } from '../entities/sentences.ts';
import type { AddressForm } from '../entities/setting-kinds/reply-style.ts';

/** What is said unless the team has its own words. English has one form of address. */
export const defaultSentence = (key: SentenceKey, language: Language, address: AddressForm = 'formal'): string => {
  if (language === 'en') return english[key];
  return (address === 'informal' ? informal[key] : undefined) ?? formal[key];
};

/** Words by which customers get a person, or no more reminders; the product understands them. */
export const understoodWords: Readonly<Record<Language, Readonly<Record<AddressForm, Understood>>>> = {
  ru: {
    formal: { person: '«позовите человека»', stop: '«стоп»' },
    informal: { person: '«позови человека»', stop: '«стоп»' },
  },
  en: {
    formal: { person: '“call a person”', stop: '“stop”' },
    informal: { person: '“call a person”', stop: '“stop”' },
  },
};
type Understood = { readonly person: string; readonly stop: string };

const formal: Readonly<Record<SentenceKey, string>> = {
  hello: 'Здравствуйте!',
  askAway: 'Чем помочь?',
  anythingElse: 'Подсказать что-нибудь ещё?',
  thanks: 'Пожалуйста! Будут вопросы — пишите.',
  bye: 'До свидания! Хорошего вам дня.',
  acknowledged: 'Хорошо! Если что, мы здесь.',
  present: 'Да, мы на связи.',
  unclear: 'Подскажите, пожалуйста, о чём речь: что именно вас интересует?',
  which: 'Имеется в виду {things}?',
  again: 'Попробуйте, пожалуйста, спросить другими словами. А если нужен человек, напишите {person}.',
  iAmBot:
    'На сообщения здесь сначала отвечает программа, по материалам компании. Если нужен человек, напишите {person}.',
  otherLanguage: 'У нас это описано по-английски:',
  offTopic: 'С этим, к сожалению, не помогу: здесь отвечаем только на вопросы о нашей работе. О ней спрашивайте!',
  noAdvertising: 'Спасибо за предложение, нам это сейчас не нужно.',
  noted: 'Спасибо, вижу: {details}.',
  takenUp: 'Понятно, {what}.',
  ask: 'Подскажите, пожалуйста, {missing}.',
  added: 'Спасибо, передам: {details}.',
  addedWords: 'Спасибо, передам и это.',
  handedOver: 'Уточню у коллег: вопрос уже у них. {when}',
  restHandedOver: 'Остальное уточню у коллег. {when}',
  personComes: 'Конечно, подключим коллегу. {when}',
  passedOn: 'Этим займётся коллега. {when}',
  passedOnToo: 'Передам коллеге и этот вопрос.',
  dear: 'Понимаем, цена важна. Спрошу у коллег, что можно предложить. {when}',
  sorry: 'Очень жаль, что так вышло, извините. С этим разберётся коллега. {when}',
  received: 'Спасибо за сообщение. Оно передано коллеге. {when}',
  waiting: 'Секунду: это должен подтвердить коллега. Как только он ответит, напишу вам здесь.',
  notFound: 'Не получилось найти ответ. Попробуйте, пожалуйста, спросить другими словами.',
  whenOpen: 'Вам ответят здесь, как только кто-то освободится.',
  whenClosed: 'Вам ответят здесь {time}.',
  followUp:
    'Здравствуйте! Возвращаемся к нашему разговору: вопрос ещё актуален? Если что-то осталось неясным, напишите, поможем.',
  followUpAbout:
    'Здравствуйте! Вы писали: «{words}». Вопрос ещё актуален? Если что-то осталось неясным, напишите, поможем.',
  wayOut: 'Чтобы таких напоминаний не было, напишите {stop}.',
  optedOut: 'Хорошо, первыми мы вам больше не пишем. Если появится вопрос, напишите: здесь ответят.',
  optedIn: 'Хорошо, снова будем напоминать о себе. Чтобы это прекратить, напишите {stop}.',
  privateMatter: 'Этот чат читают все, поэтому такое лучше обсудить лично.',
  writePrivately: 'Напишите нам в личные сообщения.',
  writePrivatelyAt: 'Напишите нам лично: {link}',
};

/** Only the sentences that address the customer. A past tense would have a gender, so there is none. */
const informal: Readonly<Partial<Record<SentenceKey, string>>> = {
  hello: 'Привет!',
  thanks: 'Пожалуйста! Будут вопросы — пиши.',
  bye: 'Пока! Хорошего тебе дня.',
  unclear: 'Подскажи, пожалуйста, о чём речь: что именно тебя интересует?',
  again: 'Попробуй, пожалуйста, спросить другими словами. А если нужен человек, напиши {person}.',
  iAmBot: 'На сообщения здесь сначала отвечает программа, по материалам компании. Если нужен человек, напиши {person}.',
  offTopic: 'С этим, к сожалению, не помогу: здесь отвечаем только на вопросы о нашей работе. О ней спрашивай!',
  ask: 'Подскажи, пожалуйста, {missing}.',
  sorry: 'Очень жаль, что так вышло, извини. С этим разберётся коллега. {when}',
  waiting: 'Секунду: это должен подтвердить коллега. Как только он ответит, напишу тебе здесь.',
  notFound: 'Не получилось найти ответ. Попробуй, пожалуйста, спросить другими словами.',
  whenOpen: 'Тебе ответят здесь, как только кто-то освободится.',
  whenClosed: 'Тебе ответят здесь {time}.',
  followUp:
    'Привет! Возвращаемся к нашему разговору: вопрос ещё актуален? Если что-то осталось неясным, напиши, поможем.',
  followUpAbout:
    'Привет! Мы говорили об этом: «{words}». Вопрос ещё актуален? Если что-то осталось неясным, напиши, поможем.',
  wayOut: 'Чтобы таких напоминаний не было, напиши {stop}.',
  optedOut: 'Хорошо, первыми мы тебе больше не пишем. Если появится вопрос, напиши: здесь ответят.',
  optedIn: 'Хорошо, снова будем напоминать о себе. Чтобы это прекратить, напиши {stop}.',
  writePrivately: 'Напиши нам в личные сообщения.',
  writePrivatelyAt: 'Напиши нам лично: {link}',
};

const english: Readonly<Record<SentenceKey, string>> = {
  hello: 'Hello!',
  askAway: 'How can we help?',
  anythingElse: 'Is there anything else you would like to know?',
  thanks: 'You are welcome! Just write if you have more questions.',
  bye: 'Goodbye! Have a good day.',
  acknowledged: 'All right! We are here if you need anything.',
  present: 'Yes, we are here.',
  unclear: 'Could you tell us a little more, please: what is it about?',
  which: 'Do you mean {things}?',
  again: 'Could you ask in other words, please? If you would rather have a person, write {person}.',
  iAmBot:
    'A program answers here first, from what the company has written. If you would rather have a person, write {person}.',
  otherLanguage: 'Our information about this is in Russian:',
  offTopic:
    'Sorry, that is not something we can help with: only questions about our work are answered here. Ask away about that!',
  noAdvertising: 'Thank you for the offer, we do not need it at the moment.',
  noted: 'Thank you, got it: {details}.',
  takenUp: 'Sure, {what}.',
  ask: 'Could you please tell us {missing}?',
  added: 'Thank you, I will add: {details}.',
  addedWords: 'Thank you, I will add that.',
  handedOver: 'Let me ask a colleague: they have your question now. {when}',
  restHandedOver: 'A colleague has the rest of your question. {when}',
  personComes: 'Of course, a colleague will take over. {when}',
  passedOn: 'A colleague will see to it. {when}',
  passedOnToo: 'I will pass this question on to a colleague too.',
  dear: 'We understand that the price matters. Let me ask a colleague what can be done. {when}',
  sorry: 'We are very sorry about this. A colleague will look into it. {when}',
  received: 'Thank you for your message. It has been passed to a colleague. {when}',
  waiting: 'One moment: a colleague has to confirm this. I will write to you here as soon as they have.',
  notFound: 'Sorry, there is no answer to that here. Could you ask in other words, please?',
  whenOpen: 'You will get an answer here as soon as somebody is free.',
  whenClosed: 'You will get an answer here {time}.',
  followUp:
    'Hello! Coming back to our conversation: is this still of interest? If anything is unclear, write to us, we are glad to help.',
  followUpAbout:
    'Hello! You wrote: “{words}”. Is this still of interest? If anything is unclear, write to us, we are glad to help.',
  wayOut: 'To get no more reminders, write {stop}.',
  optedOut: 'All right, we will not write to you first any more. If you have a question, write: it is answered here.',
  optedIn: 'All right, you will hear from us again. To stop it, write {stop}.',
  privateMatter: 'Others read this chat, so this is better discussed in private.',
  writePrivately: 'Please write to us in a private chat.',
  writePrivatelyAt: 'Write to us privately: {link}',
};
