/**
 * Kinds of organizations in the nominative with the stems of their other cases. What is called by a number or named after
 * somebody keeps its kind: «школа № 19». A name that stands by itself drops the most general kinds.
 */
const kinds: readonly (readonly [name: string, forms: string])[] = [
  ['школа', 'школ[аыеуо]й?'],
  ['гимназия', 'гимнази(?:я|и|ю|ей)'],
  ['лицей', 'лице(?:й|я|ю|е|ем)'],
  ['детский сад', 'детск(?:ий|ого|ому|ом|им)\\s{1,20}сад(?:а|у|е|ом|ик|ика|ике)?'],
  ['детсад', 'детсад(?:а|у|е|ом)?'],
  ['садик', 'садик(?:а|у|е|ом)?'],
  ['колледж', 'колледж(?:а|у|е|ем)?'],
  ['техникум', 'техникум(?:а|у|е|ом)?'],
  ['институт', 'институт(?:а|у|е|ом)?'],
  ['университет', 'университет(?:а|у|е|ом)?'],
  ['библиотека', 'библиотек(?:а|и|е|у|ой)'],
  ['музей', 'музе(?:й|я|ю|е|ем)'],
  ['театр', 'театр(?:а|у|е|ом)?'],
  ['больница', 'больниц(?:а|ы|е|у|ей)'],
  ['поликлиника', 'поликлиник(?:а|и|е|у|ой)'],
  ['клиника', 'клиник(?:а|и|е|у|ой)'],
  ['аптека', 'аптек(?:а|и|е|у|ой)'],
  ['сеть аптек', 'сет(?:ь|и|ью)\\s{1,20}аптек'],
  ['кафе', 'кафе'],
  ['кофейня', 'кофейн(?:я|и|е|ю|ей)'],
  ['ресторан', 'ресторан(?:а|у|е|ом)?'],
  ['столовая', 'столов(?:ая|ой|ую)'],
  ['пекарня', 'пекарн(?:я|и|е|ю|ей)'],
  ['кондитерская', 'кондитерск(?:ая|ой|ую)'],
  ['бар', 'бар(?:а|у|е|ом)?'],
  ['гостиница', 'гостиниц(?:а|ы|е|у|ей)'],
  ['отель', 'отел(?:ь|я|ю|е|ем)'],
  ['магазин', 'магазин(?:а|у|е|ом)?'],
  ['сеть магазинов', 'сет(?:ь|и|ью)\\s{1,20}магазинов'],
  ['салон красоты', 'салон(?:а|у|е|ом)?\\s{1,20}красоты'],
  ['салон', 'салон(?:а|у|е|ом)?'],
  ['студия йоги', 'студи(?:я|и|ю|ей)\\s{1,20}йоги'],
  ['студия танца', 'студи(?:я|и|ю|ей)\\s{1,20}танца'],
  ['автосервис', 'автосервис(?:а|у|е|ом)?'],
  ['автошкола', 'автошкол(?:а|ы|е|у|ой)'],
  ['ателье', 'ателье'],
  ['стоматология', 'стоматологи(?:я|и|ю|ей)'],
  ['барбершоп', 'барбершоп(?:а|у|е|ом)?'],
  ['пиццерия', 'пиццери(?:я|и|ю|ей)'],
  ['ветклиника', 'ветклиник(?:а|и|е|у|ой)'],
  ['автомойка', 'автомойк(?:а|и|е|у|ой)'],
  ['спортзал', 'спортзал(?:а|у|е|ом)?'],
  ['химчистка', 'химчистк(?:а|и|е|у|ой)'],
  ['прачечная', 'прачечн(?:ая|ой|ую)'],
  ['кинотеатр', 'кинотеатр(?:а|у|е|ом)?'],
  ['хостел', 'хостел(?:а|у|е|ом)?'],
  ['база отдыха', 'баз(?:а|ы|е|у|ой)\\s{1,3}отдыха'],
  ['интернат', 'интернат(?:а|у|е|ом)?'],
  ['типография', 'типографи(?:я|и|ю|ей)'],
  ['мастерская', 'мастерск(?:ая|ой|ую)'],
  ['бюро', '(?:архитектурно(?:е|го)\\s{1,20}|проектно(?:е|го)\\s{1,20})?бюро'],
  ['завод', 'завод(?:а|у|е|ом)?'],
  ['фабрика', 'фабрик(?:а|и|е|у|ой)'],
  ['комбинат', 'комбинат(?:а|у|е|ом)?'],
  ['склад', 'склад(?:а|у|е|ом)?'],
  ['фонд', 'фонд(?:а|у|е|ом)?'],
  ['банк', 'банк(?:а|у|е|ом)?'],
  ['клуб', '(?:фитнес-?)?клуб(?:а|у|е|ом)?'],
  [
    'центр',
    '(?:детск\\p{L}{1,30}\\s{1,20}|торгов\\p{L}{1,30}\\s{1,20}|медицинск\\p{L}{1,30}\\s{1,20}|учебн\\p{L}{1,30}\\s{1,20}|бизнес-?|фитнес-?)?центр(?:а|у|е|ом)?',
  ],
  ['турфирма', 'турфирм(?:а|ы|е|у|ой)'],
  ['турагентство', 'турагентств(?:о|а|у|е|ом)'],
  ['санаторий', 'санатори(?:й|я|ю|и|ем)'],
  ['лагерь', 'лагер(?:ь|я|ю|е|ем)'],
  ['ферма', 'ферм(?:а|ы|е|у|ой)'],
  ['храм', 'храм(?:а|у|е|ом)?'],
  ['холдинг', 'холдинг(?:а|у|е|ом)?'],
];
/** These say nothing that belongs to a name. */
export const generalKinds =
  'компани[яиюей]|фирм(?:а|ы|е|у|ой)|агентств(?:о|а|у|е|ом)|организаци(?:я|и|ю|ей)|студи(?:я|и|ю|ей)|предприяти(?:е|я|ю|и)|контор(?:а|ы|е|у|ой)';

const patterns = kinds.map(([name, forms]) => ({ name, form: new RegExp(`^${forms}$`, 'iu') }));
/** All kinds as a pattern. */
export const particularKinds = kinds
  .map(([, forms]) => forms)
  .toSorted((a, b) => b.length - a.length)
  .join('|');

/** Returns a kind in the nominative, as its first word was written: «гимназии» is «гимназия». */
export const nominativeKind = (written: string): string => {
  const name = patterns.find(({ form }) => form.test(written.replace(/\s{1,20}/gu, ' ')))?.name;
  return name === undefined || written.toLowerCase().endsWith(name) ? written : name;
};

/** The last word of English names of organizations. */
export const organizationNouns =
  'School|College|University|Kindergarten|Nursery|Preschool|Academy|Institute|Clinic|Hospital|Surgery|Church|Library|Museum|Theatre|Theater|Gallery|Studios?|Realty|Logistics|Bakery|Bakes|Café|Cafe|Coffee|Restaurant|Diner|Bistro|Bar|Pub|Hotel|Hostel|Inn|Lodge|Group|Partners|Solutions|Services|Systems|Consulting|Consultants|Surveying|Surveyors|Labs?|Laborator(?:y|ies)|Agency|Foundation|Bank|Yoga|Fitness|Gym|Salon|Spa|Events|Media|Design|Designs|Catering|Holdings|Industries|Enterprises|Ventures|Capital|Farms?|Motors|Dental|Dentistry|Pharmacy|Association|Society|Council|Trust|Club|Centre|Center|Architects?|Builders|Construction|Plumbing|Electric(?:al)?|Landscaping|Interiors|Properties|Estates?|Insurance|Law|Legal|Accounting|Financial|Software|Technologies|Tech|Digital|Creative|Productions|Films|Pictures|Photography|Press|Publishing|Books|Records|Foods|Kitchen|Grill|Brewery|Winery|Vineyards?|Travel|Tours|Transport|Freight|Shipping|Cars|Cabs|Cleaning|Laundry|Tailors|Florists?|Flowers|Gardens|Toys|Pets|Vets|Boats|Yachts|Marine|Supplies|Supply|Stores?|Shop|Market|Outfitters|Works|Workshop|Solicitors|Surgeons|Opticians|Roofing|Joinery|Carpentry|Haulage|Analytics|Ceramics|Bikes|Cycles|Engineering|Engineers|Upholstery|Pottery|Kennels|Stables|Optics|Textiles|Packaging|Printing|Printers|Signs|Timber|Steel|Metals|Chemicals|Energy|Solar|Marketing|Advertising|Recruitment|Security|Storage|Removals|Couriers|Distribution|Imports|Exports|Trading|Traders|Wholesale|Furniture|Carpets|Flooring|Kitchens|Bathrooms|Roasters|Distillery|Butchers|Fishmongers|Deli|Delicatessen|Pizzeria|Tavern|Playgroup|Childcare|Montessori|Physiotherapy|Physio|Wellness|Hospice|Chapel|Parish|Instruments|Robotics|Networks|Aviation|Airlines|Rentals|Hire|Nurseries|Orchards|Dairy|Fisheries|Jewellers|Jewelers|Goldsmiths|Barbers|Tattoo|Tyres|Tires|Garage|Autos|Scaffolding|Company|Co|Bros|Brothers|Sons|Daughters|Associates';
/** An organization without a name: "the city library". */
export const organizationWords =
  'school|college|university|kindergarten|nursery|preschool|academy|institute|clinic|hospital|church|library|museum|theatre|theater|gallery|hotel|hostel|restaurant|bakery|cafe|council|bank|police|fire department|embassy|charity|shelter|firm|agency|studio|gym|salon|pharmacy|factory|airport|town hall|city hall|courthouse|zoo|shop|store|farm|club|community center|community centre';
