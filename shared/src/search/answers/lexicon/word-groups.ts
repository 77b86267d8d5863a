import { beautyGroups } from './groups/beauty.ts';
import { carGroups } from './groups/cars.ts';
import { childrenGroups } from './groups/children.ts';
import { clothingGroups } from './groups/clothing.ts';
import { contactGroups } from './groups/contact.ts';
import { deliveryGroups } from './groups/delivery.ts';
import { documentGroups } from './groups/documents.ts';
import { educationGroups } from './groups/education.ts';
import { electronicsGroups } from './groups/electronics.ts';
import { eventGroups } from './groups/events.ts';
import { foodGroups } from './groups/food.ts';
import { healthGroups } from './groups/health.ts';
import { homeGroups } from './groups/home.ts';
import { lodgingGroups } from './groups/lodging.ts';
import { moneyGroups } from './groups/money.ts';
import { peopleGroups } from './groups/people.ts';
import { petGroups } from './groups/pets.ts';
import { placeGroups } from './groups/place.ts';
import { serviceGroups } from './groups/service-words.ts';
import { softwareGroups } from './groups/software.ts';
import { sportGroups } from './groups/sport.ts';
import { supplyGroups } from './groups/supply.ts';
import { timeGroups } from './groups/time.ts';
import { travelGroups } from './groups/travel.ts';

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
