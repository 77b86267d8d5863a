import { contactGroups } from './groups/contact.ts';
import { deliveryGroups } from './groups/delivery.ts';
import { documentGroups } from './groups/documents.ts';
import { everydayGroups } from './groups/everyday.ts';
import { moneyGroups } from './groups/money.ts';
import { peopleGroups } from './groups/people.ts';
import { placeGroups } from './groups/place.ts';
import { serviceGroups } from './groups/service-words.ts';
import { timeGroups } from './groups/time.ts';
import { beautyGroups } from './groups/trades/beauty.ts';
import { carGroups } from './groups/trades/cars.ts';
import { childrenGroups } from './groups/trades/children.ts';
import { clothingGroups } from './groups/trades/clothing.ts';
import { educationGroups } from './groups/trades/education.ts';
import { electronicsGroups } from './groups/trades/electronics.ts';
import { eventGroups } from './groups/trades/events.ts';
import { foodGroups } from './groups/trades/food.ts';
import { healthGroups } from './groups/trades/health.ts';
import { homeGroups } from './groups/trades/home.ts';
import { lodgingGroups } from './groups/trades/lodging.ts';
import { petGroups } from './groups/trades/pets.ts';
import { softwareGroups } from './groups/trades/software.ts';
import { sportGroups } from './groups/trades/sport.ts';
import { supplyGroups } from './groups/trades/supply.ts';
import { travelGroups } from './groups/trades/travel.ts';

/**
 * Groups of Russian and English words that customers and texts of service businesses use for the same thing. A line lists the words of one
 * meaning; after ">" come words for kinds of it, which stand for the former but not for one another. The forms of a word need not be
 * listed unless they have another stem.
 */
export const wordGroups: readonly string[] = [
  ...beautyGroups,
  ...carGroups,
  ...childrenGroups,
  ...clothingGroups,
  ...contactGroups,
  ...deliveryGroups,
  ...documentGroups,
  ...everydayGroups,
  ...educationGroups,
  ...electronicsGroups,
  ...eventGroups,
  ...foodGroups,
  ...healthGroups,
  ...homeGroups,
  ...lodgingGroups,
  ...moneyGroups,
  ...peopleGroups,
  ...petGroups,
  ...placeGroups,
  ...serviceGroups,
  ...softwareGroups,
  ...sportGroups,
  ...supplyGroups,
  ...timeGroups,
  ...travelGroups,
];
