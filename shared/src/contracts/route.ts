import { z } from 'zod';
import { idSchema } from '../entities/declaring/fields.ts';
import { problemSchema } from './errors.ts';

export type RouteDefinition = {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** The path in Express's syntax. */
  readonly path: string;
  readonly summary: string;
  /** `user` requires a valid access token, `admin` one of an owner or administrator. */
  readonly access: 'public' | 'user' | 'admin';
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** A multipart alternative to `body`: one file in the field `file`. */
  readonly upload?: true;
  /**
   * Responses carry the `ETag` of the resource, and changes and removals accept `If-Match`. A string names the field of the response that
   * contains the resource.
   */
  readonly versioned?: true | string;
  readonly status: 200 | 201 | 202 | 204;
  readonly response: z.ZodType;
  /** Progress reports for clients that accept `LINES_MEDIA_TYPE`. */
  readonly progress?: z.ZodType;
};

/**
 * The media type of a streamed response: one line of JSON per event. After the progress reports declared by the route, the last line is
 * `end` with the response, or `error`; a response without either was cut off. Readers must ignore types that they do not know.
 */
export const LINES_MEDIA_TYPE = 'application/x-ndjson';

export const endLineOf = <T extends z.ZodType>(response: T) => z.object({ type: z.literal('end'), result: response });
export const errorLineSchema = z.object({ type: z.literal('error'), problem: problemSchema });

/** Query parameters of a list. */
export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2000).optional(),
});
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().optional() });
export const byId = z.object({ id: idSchema });
export const nothing = z.null();
