export type Json = Record<string, unknown>;

export type Answer = readonly [status: number, body: unknown];

/** Refused as CouchDB refuses: a status, its word for it, and a reason. */
export const refuse = (status: number, error: string, reason: string): Answer => [status, { error, reason }];
