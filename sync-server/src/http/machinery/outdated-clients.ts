import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { OLDEST_SYNC_VERSION, SYNC_VERSION_HEADER } from '@inbetwin/shared/contracts/sync.ts';
import type { RequestHandler } from 'express';

/** Rejects clients that are too old before they push or pull anything; they continue to work offline. */
export const refuseOutdated: RequestHandler = (request, _response, next) => {
  const version = request.get(SYNC_VERSION_HEADER);
  if (version === undefined || Number(version) >= OLDEST_SYNC_VERSION) return next();
  next(
    new Failure(
      'client.outdated',
      `This program speaks form ${version} of replication; the server needs ${OLDEST_SYNC_VERSION}.`,
      'Update the program. What it holds stays and is sent afterwards.',
    ),
  );
};
