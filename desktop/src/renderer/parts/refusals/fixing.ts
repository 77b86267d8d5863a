import type { RefusedChange } from '../../database/marks/refused-rows.ts';

type Place = Pick<RefusedChange, 'collection' | 'id'>;

let wanted: string | undefined;

/** The refusal that a person is navigating to; the place that shows it takes the focus once. */
export const fixing = {
  want: (place: Place): void => {
    wanted = keyOf(place);
  },
  take: (place: Place): boolean => {
    const isWanted = wanted === keyOf(place);
    if (isWanted) wanted = undefined;
    return isWanted;
  },
};

const keyOf = ({ collection, id }: Place): string => `${collection}/${id}`;
