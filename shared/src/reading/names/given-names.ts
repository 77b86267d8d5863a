/** Common given names with their short forms, folded: in lower case, «е» for «ё». */
const names = `
александр саша саня шура алексей леша лёха леха алеша анатолий толя андрей андрюша антон тоха аркадий арсений арсен артем тема артур афанасий богдан борис боря вадим валентин валерий валера василий вася вениамин веня виктор витя виталий виталик влад владимир вова володя вовка владислав владлен всеволод сева вячеслав слава гавриил геннадий гена георгий гоша жора герман глеб гордей григорий гриша давид даниил даниэль данила данил даня демьян денис ден дмитрий дима митя димон евгений женя жека егор елисей ефим захар иван ваня игнат игорь гарик илья илюша иннокентий иосиф ипполит карим кирилл кир клим константин костя кузьма лаврентий лев лева леонид леня леонтий лука макар максим макс марат марк мартин матвей мирон мирослав михаил миша мишаня модест назар никита никитос николай коля никодим олег остап павел паша петр петя платон прохор радий радик рафаил ренат ринат роберт родион роман рома ромка ростислав рудольф руслан рустам савва савелий самуил святослав семен сема сергей сережа серега серафим станислав стас степан степа тарас тимофей тима тимур тихон трофим фаддей федор федя феликс филипп филя фома харитон эдуард эдик эльдар эмиль эрик юлиан юрий юра яков яша ян ярослав ярик
агата агафья аглая ада аделина алевтина александра алена алина алиса алла алсу альбина альфия амалия амина анастасия настя настюша настена ангелина лина анжела анжелика анна аня анюта нюра антонина тоня анфиса арина ариша варвара варя василиса валентина валерия лера венера вера вероника ника виктория вика виолетта виталина владислава владлена галина галя гелена дана дарина дарья даша диана дина ева евгения евдокия екатерина катя катюша катерина елена лена елизавета лиза есения ефросинья жанна зара зинаида зина злата зоя зульфия илона инга инесса инна ираида ирина ира ириша карина каролина кира клавдия клава клара кристина ксения ксюша лада лариса лара леся лиана лидия лида лилия лиля лолита любовь люба людмила люда мила люся майя маргарита рита марина марианна мария маша маруся марта матрена мария милана милена мирослава муза надежда надя наталья наталия наташа ната неля нелли нелля нина нонна оксана олеся ольга оля олеська пелагея полина поля прасковья рада раиса рая регина рената римма роза роксана руслана сабина светлана света серафима снежана соня софия софья стефания стелла стэлла таисия тая тамара тома татьяна таня ульяна уля устинья фаина фаня фекла фрида христина эвелина элеонора элина элла эльвира эльмира эмилия эмма эсмеральда юлия юля юлиана яна ярослава
аида айша асия амира аиша алима бэла белла венди гаухар гоар дамир жасмин залина замира зита ирма ислам кама камилла лайла ламия малика марьям мехри назира нурия рауф рафик сафия севиль сузанна тахир тельман фируза халид хамид эсмира юлдуз абдулла абдул азамат азат азиз айдар айнур айгуль айгерим айжан акмаль алан али алибек алихан алишер амир анвар ануш арам арман армен артак асхат асель аслан ахмед ашот бауржан бахтияр бахром баходир бекзат булат вазген ваге гаяне гамлет гагик гайк георг грант гульнара гузель гульназ гурген давит дамир данияр джамиля джамал диляра дильшод динара ерлан жанар жасур заур зарина зухра ибрагим ильдар ильнар ильнур ильяс исмаил камиль камила карен карина лейла лусине мадина магомед манана мансур мариам мурат мурад мухаммед назим нариман нурлан нурсултан наргиза нино нугзар олжас отар рамиль рамзан рашид резо рифат рубен рустем рушан сабир саид самвел санжар сурен султан тагир тамерлан тамаз тигран тимурлан умар умид фарид фарида фархад фатима хасан хусейн шамиль шухрат эдгар эльнур эльшан юнус юсуф ясмина мариана олександр оксанка тарасик богдана милош
platon matvey yegor oleg sergey sergei dmitry alexey alexei andrei mikhail nikita ilya kirill timur ruslan marat artem ksenia ekaterina anastasia polina yulia lena katya masha dasha oksana zhanna vika aaron abby abigail abraham ada adam adele adrian agnes ahmed aidan aisha alan albert alejandro alex alexa alexander alexandra alexis alfie alfred ali alice alicia alina alison allison alma alyssa amanda amber amelia amir amit amy ana andre andrea andreas andrew andy angel angela angelina anita anjali ann anna anne annie anthony anton antonio anya aoife archie aria ariana arjun arthur asha ashley astrid audrey ava axel barbara barry beatrice beatriz becky bella ben benjamin bernard bernie beth bethany betty beverley bianca bill billy blake bob bobby bonnie boris brad bradley brandon brenda brendan brian bridget brigid bruce bruno bryan caitlin calum cameron camila carl carla carlos carmen carol carolina caroline carrie catherine cathy cecilia charles charlie charlotte chelsea cheryl chloe chris christian christina christine christopher ciara claire clara claudia clive colette colin colleen connor conor corey craig cristina cynthia daisy dan dana daniel daniela danielle danny daphne darren daryl dave david dawn dean deborah debbie declan deepak deirdre delia denise dennis derek dermot desmond diana diane diego dimitri dolores dominic don donald donna dora doreen doris dorothy doug douglas duncan dylan eamon earl eddie edgar edith edmund eduardo edward edwin eileen elaine eleanor elena eli elias elijah elisa elise eliza elizabeth ella ellen ellie elliot elsa emily emma emilia enrique eric erica erik erin ernest esme esther ethan eugene eva evan eve evelyn faith farah fatima felicity felix fernando fiona fintan flora florence frances francesca francis francisco frank fred freddie frederick freya gabriel gabriela gail gareth gary gavin gemma geoff geoffrey george georgia georgina gerald gerard giles gina giovanni giulia glen glenn gloria gordon grace graham greg gregory greta guillermo gus gwen hamish hana hannah harold harriet harry harvey hassan hazel heather hector heidi helen helena henry herbert hilary hope howard hugh hugo ian ibrahim ida imogen imran ines ingrid irene iris isaac isabel isabella isla ivan ivy jack jackie jackson jacob jacqueline jade jake james jamie jan jane janet janice jared jasmine jason javier jay jean jeff jeffrey jen jenna jennifer jenny jeremy jerome jerry jess jesse jessica jill jim jimmy jo joan joanna joanne joe joel johan johanna john johnny jon jonas jonathan jordan jorge jose joseph josephine josh joshua joy joyce juan juanita judith judy julia julian juliana julie juliet june justin karen karim karl karolina kate katherine kathleen kathryn kathy katie kay keith kelly ken kenneth kenny kerry kevin khalid kieran kim kimberly kirsten kirsty kristen kristina kurt kyle lara larry lars laura lauren laurence laurie layla leah lee leila lena leo leon leonard leslie lewis liam lila lily linda lisa liz lloyd lois lola lorenzo loretta lori lorna lorraine louis louisa louise lucas lucia lucy luis luke lydia lynn mabel madeleine madison maeve maggie magnus malcolm manuel mara marc marcel marco marcus margaret maria mariam marianne marie marilyn mario marion marisa marjorie mark marta martha martin marvin mary mateo matilda matt matteo matthew maureen maurice max maxine may maya meera megan mei melanie melissa mercedes mia michael michelle miguel mike mila miles millie mina miranda miriam mitchell mohamed mohammed moira molly mona monica morgan muhammad murray myra nadia nancy naomi natalia natalie natasha nathan neil nell nelson niall niamh nicholas nick nicola nicolas nicole nigel nikolai nina noah noel noor nora norman olga oliver olivia omar orla oscar otto owen pablo pam pamela paolo pat patricia patrick paul paula pauline pavel pedro peggy penelope penny percy pete peter petra phil philip phillip phoebe phyllis pia pierre polly poppy priscilla priya quentin rachel rahul raj rajesh ralph ramon randy raquel raul ravi ray raymond rebecca reggie renata renee rhys ricardo richard rick ricky rita rob robert roberta roberto robin rocio rodney roger roisin roland ron ronald ronnie rory rosa rosalind rosemary rosie ross roxanne roy ruby rupert russell ruth ryan sabrina sadie sally salma sam samantha samir samuel sandra sandy sanjay saoirse sara sarah sasha saul scott sean sebastian serena sergio seth shane shannon sharon shaun sheila shelley shirley sian siobhan silvia simon simone sofia sonia sophia sophie stacey stacy stan stanley stella stephanie stephen steve steven stewart stuart sue sunil suresh susan susanna suzanne sven svetlana sylvia tamara tania tanya tara tariq tatiana ted teresa terry tess tessa thea thelma theo theodore theresa thomas tia tiffany tim timothy tina toby todd tom tomas tommy tony tracey tracy trevor trisha tristan troy tyler una uma ursula valentina valerie vanessa vera vernon veronica vicky victor victoria vijay vikram vince vincent viola violet virginia vivian wade walter wanda warren wayne wendy wesley wilfred will william winston xavier yasmin yolanda yusuf yvette yvonne zach zachary zara zoe zainab bo obi kwame chidi ngozi amara kofi yuki kenji hiro akira wei ming jing xin ling chen hana soo jin minh linh nguyen thuy priti neha pooja nisha kavita lakshmi arun anil ashok
`;
/** Also ordinary words: in lower case they are no names by themselves. */
const ambiguous = new Set(
  'роза вера надежда любовь слава лев марк рая света тема мила лада муза рада злата майя поля тома лука ден марта тая али алан грант клара ян дана ада карен will mark grace hope may april june joy faith dawn jean art bill rob pat sue frank jack ray gene don dean earl grant guy max rose ruby violet iris ivy hazel olive penny daisy poppy amber jade jasmine lily dale drew chase dan jay jan lee kay sandy robin angel chelsea georgia florence madison jordan jackson morgan taylor kelly kim lane miles mercedes virginia victoria carol eve harry heather holly nick norman pat peg rusty sally stew wade warren wayne ming bo jo may mina mona una uma jin soo art'.split(
    ' ',
  ),
);
const known = new Set(
  names
    .toLowerCase()
    .replaceAll('ё', 'е')
    .split(/\s{1,20}/u)
    .filter(Boolean),
);

const fold = (word: string): string => word.toLowerCase().replaceAll('ё', 'е');

/** Whether the word is a common given name, in the nominative. */
export const isGivenName = (word: string): boolean => known.has(fold(word));

/** Whether the word is a given name even where names are not capitalized. */
export const isPlainlyGivenName = (word: string): boolean => isGivenName(word) && !ambiguous.has(fold(word));

const ENDINGS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/ы$/u, ['а']],
  [/и$/u, ['я', 'а', 'ь']],
  [/е$/u, ['а', 'я', '']],
  [/у$/u, ['а', '']],
  [/ю$/u, ['я', 'й', 'ь']],
  [/(?:ой|ом|ою)$/u, ['а', '']],
  [/(?:ей|ем|ею)$/u, ['я', 'а', 'й', 'ь']],
  [/а$/u, ['']],
  [/я$/u, ['й', 'ь']],
];
/** These lose a vowel when they are declined. */
const irregular: Readonly<Record<string, string>> = {
  павла: 'Павел',
  павлу: 'Павел',
  павлом: 'Павел',
  льва: 'Лев',
  льву: 'Лев',
  петра: 'Пётр',
  петру: 'Пётр',
  петром: 'Пётр',
};

/** Returns the given name in the nominative: «Марины» is «Марина»; undefined if the word is no known name. */
export const givenNameOf = (word: string): string | undefined => {
  if (isGivenName(word)) return word;
  const odd = irregular[fold(word)];
  if (odd !== undefined) return odd;
  for (const [ending, replacements] of ENDINGS) {
    if (!ending.test(word)) continue;
    for (const replacement of replacements) {
      const name = word.replace(ending, replacement);
      if (isGivenName(name)) return name;
    }
  }
  return undefined;
};

/** Returns a patronymic or surname in the nominative, beside a given name that was declined. */
export const declineBack = (word: string, givenName: string): string => {
  const isMan =
    !/[ая]$/u.test(givenName) || /^(?:никита|илья|саша|женя|лука|фома|кузьма|савва|данила)$/u.test(fold(givenName));
  if (isMan) {
    return word
      .replace(/(ович|евич|ич)(?:а|у|ем)$/u, '$1')
      .replace(/(ов|ев|ёв|ин|ын)(?:а|у|ым)$/u, '$1')
      .replace(/(ск|цк)(?:ого|ому|им)$/u, '$1ий');
  }
  return word
    .replace(/(овн|евн|ичн)(?:ы|е|у|ой)$/u, '$1а')
    .replace(/(ов|ев|ёв|ин|ын)(?:ой|у)$/u, '$1а')
    .replace(/(ск|цк)(?:ой|ую)$/u, '$1ая');
};
