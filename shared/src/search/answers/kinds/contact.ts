import { mailAddress, webAddress } from './answer-forms.ts';
import type { QuestionKind } from './question-kind.ts';

/** Ways to reach the business, and the people there. */
export const contactKinds: readonly QuestionKind[] = [
  {
    id: 'mail',
    asks: [
      'почта почту имейл имейла емейл мейл мыло email e_mail + ваш* ваша какая есть дайте куда можно подскажите написать адрес напишите скиньте электронн*',
      '= почта имейл емейл мейл мыло email e_mail mail',
      'куда + прислать написать отправить скинуть выслать + почт* документ* фото* письмо макет* заявк*',
      'email e_mail mail + your you what whats address who where can send to about',
      'write_to send + where to_whom email',
    ],
    unless: 'доставк* посылк* россии резюме cv deliver* post royal parcel courier',
    says: 'почта имейл электронная email mail e-mail | write пишите',
    found: mailAddress,
    strict: 'always',
  },
  {
    id: 'website',
    asks: [
      'сайт сайта сайте сайтик + есть ваш* какой у_вас ссылк* адрес где',
      '= сайт ссылка инстаграм инста вк website site',
      'инстаграм* инста инсту вконтакте соцсет* тикток* группа_вк + есть ваш* у_вас где какой',
      'website web_site webpage online_shop',
      'instagram facebook tiktok socials social_media + you your are on have page account',
      'facebook_page',
      'link + send your website page',
    ],
    unless: 'сделать разработ* создан* build make develop продвиж*',
    says: 'сайт инстаграм вконтакте website site instagram facebook',
    found: webAddress,
  },
  {
    id: 'languages',
    asks: [
      'говорите разговариваете говорит понимаете общаетесь + английск* русск* немецк* языке языках иностранн*',
      'английск* русск* языке языках + проводите есть можно ведете обслужив*',
      'переводчик* + есть',
      'какие каких каком + языки языках языке',
      'англоговорящ* русскоговорящ* переводчик*',
      'speak speaks speaking spoken + english russian german french spanish language languages anyone',
      'in_english in_russian in_german in_french',
      'which what + language languages',
      'english_speaking',
    ],
    unless: 'курс* урок* занят* учить course lesson lessons',
    says: 'язык английский русский английском говорим переводчик english russian language languages speak',
    found: /язык|английск|русск|немецк|китайск|переводч|language|english|russian|german|french|speak/i,
  },
  {
    id: 'who-does-it',
    asks: [
      'кто + делает проводит ведет занимается преподает готовит принимает стрижет лечит будет_делать выполняет работает шьет снимает ремонтирует приедет красит окрашивает мастер',
      'какой какие кто_ваш + мастер мастера специалист* врач* тренер* преподавател* инструктор* ведущ*',
      'кто_у_вас',
      'who + does do runs teaches performs makes works cooks repairs leads treats will_be is_the gives speak_to talk_to',
      'which + doctor dentist trainer teacher coach stylist technician barber specialist',
      'who_is who_are',
    ],
    unless: 'платит pays платит_за',
    says: 'мастер специалист команда master specialist team staff',
  },
  {
    id: 'qualifications',
    asks: [
      'опыт стаж квалификац* образовани* + какой какая есть у_вас мастер* врач* преподавател* учител* тренер* сколько специалист*',
      'сколько_лет сколько_времени давно как_давно + работаете опыт* рынке существуете занимаетесь стаж',
      'дипломирован* квалифицирован* сертифицирован* + мастер* специалист* врач* преподавател* тренер*',
      'носител* языка носители_языка + есть преподают учат у_вас',
      'experience experienced qualified qualification qualifications trained + are you your staff teachers doctors how much what is team long coaches',
      'how_long + in_business have_you_been been_doing been_around',
      'native_speakers native_speaker',
    ],
    says: 'опыт стаж образование квалификация диплом носитель experience qualified certified trained native since degree',
    found:
      /опыт|стаж|образован|квалиф|диплом|сертиф|носител|лет|год|experience|qualif|certif|train|native|since|year|degree/i,
  },
  {
    id: 'vacancies',
    asks: [
      'вакансии вакансия ваканси* трудоустро* собеседован* подработк* стажировк*',
      'работу работать устроиться + к_вам у_вас ищу ищете можно хочу нужны берете требуются сотрудник*',
      'нужны требуются ищете набираете + сотрудник* курьер* официант* мастер* повар* продавец* водител* администратор* люди работник* преподавател* тренер*',
      'резюме + отправить прислать куда кому почт*',
      'vacancies vacancy hiring recruiting internship internships',
      'job jobs work career careers + any for apply have you looking need at opening openings there',
      'resume cv + send where leave drop',
      'apply_for_a_job looking_for_staff looking_for_work',
    ],
    unless: 'график режим часы гаранти*',
    says: 'вакансия резюме трудоустройство собеседование соискатель vacancy vacancies hiring jobs cv recruit resume | работа',
    found: /ваканс|резюме|ищем|требу|сотрудник|трудоустр|vacanc|hiring|\bjobs?\b|\bcv\b|apply|recruit|looking for/i,
    strict: 'alone',
  },
];
