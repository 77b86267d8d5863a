/** Monday first, as in ISO 8601. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** Local times of day such as `09:30`. Hours that do not end after they begin end on the next day. */
export type DayHours = { readonly from: string; readonly to: string };

/** When a team works. Nobody works on a day that is absent. */
export type WorkingHours = {
  /** An IANA time zone. */
  readonly timeZone: string;
  readonly days: { readonly [D in Weekday]?: DayHours | undefined };
};
