import { z } from 'zod';
import { idSchema } from '../entities/declaring/fields.ts';
import { problemSchema } from './errors.ts';

export type RouteDefinition = {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** Express form. */
  readonly path: string;
  readonly summary: string;
  /** `user`: a valid access token; `admin`: of an owner or admin. */
  readonly access: 'public' | 'user' | 'admin';
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** A multipart alternative to `body`: one file in the field `file`. */
  readonly upload?: true;
  /**
   * Answers carry the `ETag` of what they show, and a change or a removal may name it in `If-Match`. A name: of the field of the
   * response that is the resource.
   */
  readonly versioned?: true | string;
  readonly status: 200 | 201 | 202 | 204;
  readonly response: z.ZodType;
  /** What is told while it is worked on, to who accepts `LINES_MEDIA_TYPE`. */
  readonly progress?: z.ZodType;
};

/**
 * An answer that is told while it is made: a line of JSON for each event. Behind what the route calls `progress` the last line is
 * `end` with the response, or `error`; an answer without either was cut. Readers pass over types that they do not know.
 */
export const LINES_MEDIA_TYPE = 'application/x-ndjson';

export const endLineOf = <T extends z.ZodType>(response: T) => z.object({ type: z.literal('end'), result: response });
export const errorLineSchema = z.object({ type: z.literal('error'), problem: problemSchema });

/** Of a list. */
export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2000).optional(),
});
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().optional() });
export const byId = z.object({ id: idSchema });
export const nothing = z.null();
