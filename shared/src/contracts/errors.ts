import { z } from 'zod';

/** All stable error codes with HTTP status and title. The renderer has a text for each; the hint says what to do next. */
export const errorCodes = {
  'request.malformed': [400, 'The request could not be read'],
  'request.invalid': [422, 'Some fields are wrong'],
  'request.method_not_allowed': [405, 'This address does not take this method'],
  'request.too_large': [413, 'The request is too large'],
  'request.unsupported_media': [415, 'This kind of content is not supported'],
  'request.misdirected': [421, 'This server has another name'],
  'request.too_many': [429, 'Too many requests'],
  'auth.required': [401, 'Sign-in needed'],
  'auth.token_expired': [401, 'The access token has expired'],
  'auth.token_invalid': [401, 'The token is not valid'],
  'auth.refresh_reused': [401, 'This refresh token was used before'],
  'auth.wrong_credentials': [401, 'Wrong e-mail or password'],
  'auth.link_used': [401, 'This sign-in link is used up or expired'],
  'auth.email_taken': [409, 'This e-mail is registered already'],
  'auth.registration_closed': [403, 'New teams cannot be made here so'],
  'auth.forbidden': [403, 'Your role does not allow this'],
  'resource.not_found': [404, 'Not found'],
  'resource.conflict': [409, 'It was changed meanwhile'],
  'resource.changed': [412, 'It was changed since it was read'],
  'team.not_found': [404, 'No such team'],
  'team.last_owner': [409, 'The team needs an owner'],
  'team.elsewhere': [421, 'Another server serves this team'],
  'document.invalid': [422, 'The document does not fit its schema'],
  'document.forbidden': [403, 'This change is not allowed'],
  'document.too_large': [413, 'The document is too large'],
  'document.conflict': [409, 'The document was changed meanwhile'],
  'knowledge.unsupported_type': [415, 'This kind of file cannot be read'],
  'knowledge.not_text': [422, 'The file is not text'],
  'knowledge.empty': [422, 'The file holds no text'],
  'knowledge.bad_csv': [422, 'The table could not be read'],
  'knowledge.too_large': [413, 'The file is too large'],
  'knowledge.too_slow': [422, 'Reading the file takes too long'],
  'knowledge.unreadable': [422, 'The file could not be read'],
  'knowledge.quota': [507, 'There is no room for more files'],
  'file.digest': [422, 'The file is not what its name says'],
  'file.gone': [404, 'Nobody has the file any more'],
  'file.too_large': [413, 'The file is too large'],
  'channel.unknown_kind': [422, 'No such kind of channel'],
  'channel.token_refused': [422, 'The platform refused the token'],
  'channel.needs_sign_in': [422, 'This kind is connected by signing in at its platform'],
  'channel.sign_in_void': [404, 'This sign-in at the platform is used up or expired'],
  'channel.denied': [422, 'The platform was not allowed to connect'],
  'channel.other_account': [409, 'Another account was signed in'],
  'channel.signed_out': [409, 'The platform wants the account to be connected again'],
  'channel.unreachable': [502, 'The platform does not answer'],
  'channel.private_endpoint': [422, 'This address is private'],
  'channel.rejected': [422, 'The platform refused the message'],
  'channel.blocked': [422, 'The chat takes no messages of ours'],
  'channel.no_files': [422, 'The channel takes no files'],
  'channel.window_closed': [422, 'The platform takes no free text now'],
  'channel.no_templates': [422, 'The channel sends no templates'],
  'channel.template_unavailable': [422, 'The platform does not send this template'],
  'channel.rate_limited': [429, 'The platform asks to wait'],
  'channel.conflict': [409, 'Another program uses this account'],
  'model.unavailable': [502, 'The language model does not answer'],
  'model.refused': [502, 'The language model refused the request'],
  'model.bad_reply': [502, 'The language model answered nonsense'],
  'model.none_fits': [502, 'No language model can take this request'],
  'tool.invalid_arguments': [422, 'The tool was called with wrong arguments'],
  'tool.unknown': [422, 'No such tool'],
  'tool.refused': [409, 'A person refused the call'],
  'tool.pending': [409, 'The same call waits for a person already'],
  'tool.impossible': [409, 'This cannot be done as it was asked'],
  'tool.unavailable': [503, 'The tool fails again and again'],
  'run.limit': [409, 'The run reached its limit'],
  'store.unavailable': [503, 'The store does not answer'],
  'store.full': [507, 'The disk is full'],
  'store.several_copies': [503, 'Several copies of the store may be written at once'],
  'store.bad_sequence': [409, 'The checkpoint is of another store'],
  'broker.unavailable': [503, 'The message broker does not answer'],
  'secrets.unreadable': [500, 'A stored secret cannot be read'],
  'client.outdated': [426, 'This program is too old for the server'],
  'server.silent': [504, 'The server does not answer'],
  'server.busy': [503, 'The server has too much to do'],
  'server.stopping': [503, 'The server is stopping'],
  'server.error': [500, 'Something went wrong on the server'],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrorCode = keyof typeof errorCodes;
export const errorCodeSchema = z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]);

/** An RFC 9457 problem document, `application/problem+json`. */
export const problemSchema = z.object({
  type: z.string().describe('urn:inbetwin:<code>'),
  title: z.string(),
  status: z.int(),
  code: errorCodeSchema,
  detail: z.string(),
  hint: z.string().describe('What to do next'),
  requestId: z.string().optional(),
  errors: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .optional()
    .describe('One entry per wrong field'),
});
export type Problem = z.infer<typeof problemSchema>;

/** An expected failure with a stable code, what happened, and what to do next. */
export class Failure extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  /** Seconds to wait before retrying, if the other side specified them. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, hint: string, options: { cause?: unknown; retryAfter?: number } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'Failure';
    this.code = code;
    this.hint = hint;
    this.retryAfter = options.retryAfter;
  }
}

export const hasCode = (error: unknown, code: ErrorCode): error is Failure =>
  error instanceof Failure && error.code === code;
