import { randomUUID } from 'node:crypto';
import { type DestinationStream, destination, type LevelWithSilent, type Logger, pino } from 'pino';
import { type HttpLogger, pinoHttp } from 'pino-http';

const secrets = [
  'authorization',
  'cookie',
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'apiKey',
  'secretKey',
  'passwordHash',
];

/**
 * A logger that writes JSON lines to stderr. Secret fields on the first two levels are redacted as a second line of defense; never log
 * secrets in the first place.
 */
export const createLogger = (
  level: LevelWithSilent,
  to: DestinationStream = destination({ dest: 2, sync: true }),
): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' },
    },
    to,
  );

const quiet = new Set(['/health', '/ready']);
const pathOf = (url: string | undefined): string => (url ?? '').split('?', 1)[0] ?? '';

/**
 * Logs one line per request: method, path, status, and duration. Headers and queries are left out because they may contain tokens or a
 * customer's words. Assigns each request an id: the client's `X-Request-Id` if it is well formed, otherwise a new one.
 */
export const createRequestLog = (log: Logger): HttpLogger =>
  pinoHttp({
    logger: log,
    genReqId: (request, response) => {
      const given = request.headers['x-request-id'];
      const id = typeof given === 'string' && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    autoLogging: { ignore: (request) => quiet.has(pathOf(request.url)) },
    customLogLevel: (_request, response) => (response.statusCode >= 500 ? 'error' : 'info'),
    wrapSerializers: false,
    serializers: {
      req: (request: { id: unknown; method: string; url: string; originalUrl?: string }) => ({
        id: request.id,
        method: request.method,
        path: pathOf(request.originalUrl ?? request.url),
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
  });
