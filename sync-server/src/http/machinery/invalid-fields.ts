import { Failure, type Problem } from '@inbetwin/shared/contracts/errors.ts';
import type { z } from 'zod';

const MAX_ERRORS = 50;

/** What is wrong in each field, as problem documents list it. */
export type FieldErrors = NonNullable<Problem['errors']>;

/** A `request.invalid` failure that lists what is wrong in each field. */
export class InvalidFields extends Failure {
  readonly fields: FieldErrors;

  constructor(fields: FieldErrors) {
    const [first] = fields;
    const where = first?.path ? `${first.path}: ` : '';
    super(
      'request.invalid',
      `${where}${first?.message ?? 'Wrong input'}`,
      'Mend the fields named in `errors` and send it again.',
    );
    this.name = 'InvalidFields';
    this.fields = fields.slice(0, MAX_ERRORS);
  }
}

/** Converts schema issues to field errors; `place` is `query`, `params`, or an empty string for the body. */
export const fieldErrorsOf = (error: z.ZodError, place: string): FieldErrors =>
  error.issues.map((issue) => ({
    path: [...(place ? [place] : []), ...issue.path.map(String)].join('.'),
    message: issue.message,
  }));
