import type { Burst } from '@inbetwin/shared/agents/runs/session.ts';
import { createTeamRuns } from '@inbetwin/shared/agents/runs/team-runs.ts';
import { changeDetails } from '@inbetwin/shared/knowledge/change-details.ts';
import { importFile } from '@inbetwin/shared/knowledge/import-file.ts';
import { completeImports } from '@inbetwin/shared/knowledge/import-source.ts';
import { removeSource } from '@inbetwin/shared/knowledge/remove-source.ts';
import type { ModelProvider } from '@inbetwin/shared/models/model.ts';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import { type Clock, createRisingClock, type MonotonicClock, type RisingClock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { documentsAs, openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { PastMember } from '../accounts/members.ts';
import { openMessageFiles } from '../files/message-files.ts';
import type { ImportThreads } from '../knowledge/import-threads.ts';
import type { Dispatcher } from '../outbox/dispatcher.ts';
import type { Duty } from '../processes/roles.ts';
import type { TeamSearches } from '../search/team-search.ts';
import { cancelRun } from './cancel-run.ts';
import { carryMoved } from './carry-moved.ts';
import { describeMembers } from './describe-members.ts';
import { describeTeam, type TeamDescription } from './describe-team.ts';
import { raiseClock } from './raise-clock.ts';
import type { TeamServices } from './team-services.ts';
import { testAgent } from './test-agent.ts';

type TeamsOptions = {
  readonly store: DocumentStore;
  readonly blobs: BlobStore;
  readonly imports: ImportThreads;
  readonly searches: TeamSearches;
  readonly dispatcher: Dispatcher;
  /** The models that the team's agents use. */
  readonly modelsOf: (teamId: string) => ModelProvider;
  readonly burst: Burst;
  readonly freeTextWindowOf: (channel: string) => number | undefined;
  /** IANA time zone of customers about whom nothing else is known. */
  readonly timeZone: string;
  /** The current time, which may jump when the system clock is set. */
  readonly wall: Clock;
  readonly monotonic: MonotonicClock;
  /** Receives failures that no caller waits for. */
  readonly report: (error: unknown) => void;
};

/** The teams that this process has opened. */
export type Teams = {
  /** Returns the same object for the same team; it does not start any work. */
  documentsOf(teamId: string): TeamDocuments;
  servicesOf(teamId: string): TeamServices;
  /** The team's own clock, which orders everything the server writes for it: strictly increasing, and later than everything stored. */
  clockOf(teamId: string): Promise<RisingClock>;
  /** Starts a duty for the team's messages: answering or delivering them. Calling it again has no effect. */
  begin(duty: Duty, teamId: string): Promise<void>;
  /** Another process does it now; resolves when this one has stopped. If the team comes back, its clock is read from the store again. */
  leave(duty: Duty, teamId: string): Promise<void>;
  /** Records what devices show about the team. */
  describe(teamId: string, description: TeamDescription): Promise<void>;
  /** The same for who is in the team. */
  describeMembers(teamId: string, members: readonly PastMember[]): Promise<void>;
  /** Completes imports that a crash left unfinished. If aborted, it rejects and leaves the rest for later. */
  completeImports(teamId: string, signal: AbortSignal): Promise<void>;
};

/** Provides the server's services per team over one shared store, search, and dispatcher. */
export const createTeams = (options: TeamsOptions): Teams => {
  const opened = new Map<string, OpenTeam>();
  const open = (teamId: string): OpenTeam => {
    const team = opened.get(teamId) ?? openTeam(options, teamId);
    opened.set(teamId, team);
    return team;
  };
  const servicesOf = (teamId: string): TeamServices => open(teamId).services;
  return {
    servicesOf,
    documentsOf: (teamId) => servicesOf(teamId).documents,
    clockOf: (teamId) => open(teamId).readClock(),
    begin: async (duty, teamId) => {
      const { runs, services, readClock } = open(teamId);
      const { documents } = services;
      const files = openMessageFiles({ ...options, teamId });
      options.dispatcher.addTeam(duty, teamId, { documents, runs, files, clock: await readClock() });
    },
    leave: async (duty, teamId) => {
      await options.dispatcher.removeTeam(duty, teamId);
      open(teamId).forgetClock();
    },
    describeMembers: async (teamId, members) => {
      const { services, readClock } = open(teamId);
      await describeMembers(services.documents, members, (await readClock())());
    },
    describe: async (teamId, description) => {
      const { services, readClock } = open(teamId);
      await describeTeam(services.documents, description, (await readClock())());
    },
    completeImports: async (teamId, signal) => {
      const { blobs, imports } = options;
      const clock = await open(teamId).readClock();
      await completeImports({
        documents: servicesOf(teamId).documents,
        now: clock(),
        readOriginal: (digest) => blobs.get(teamId, digest),
        lendReader: (work, until) => imports.lend(teamId, work, until),
        signal,
      });
    },
  };
};

type OpenTeam = {
  readonly services: TeamServices;
  readonly runs: ReturnType<typeof createTeamRuns>;
  readonly readClock: () => Promise<RisingClock>;
  readonly forgetClock: () => void;
};

const openTeam = (options: TeamsOptions, teamId: string): OpenTeam => {
  const { store, blobs, imports, searches, modelsOf, burst, timeZone, freeTextWindowOf, wall, monotonic } = options;
  const model = modelsOf(teamId);
  const clock = createRisingClock(wall, monotonic);
  const documents = openTeamDocuments(store, teamId, clock);
  // Nobody writes without a clock: a device's change meets what a former version stored.
  const prepare = async (): Promise<void> => {
    await carryMoved(store, teamId);
    await raiseClock(clock, documents);
  };
  let raising: Promise<void> | undefined;
  const readClock = async (): Promise<RisingClock> => {
    raising ??= prepare().catch((error: unknown) => {
      raising = undefined;
      throw error;
    });
    await raising;
    return clock;
  };
  const search = searches.open(teamId, () => documents.passages.stored);
  const terms = { burst, timeZone, freeTextWindowOf };
  const runs = createTeamRuns({ documents, search: search.index, model, clock, calendar: wall, ...terms });
  const services: TeamServices = {
    documents,
    search: search.index,
    files: openMessageFiles({ store, blobs, teamId }),
    now: wall,
    importSource: async ({ bytes, details = {}, ...input }) => {
      const { source, changed } = await imports.lend(teamId, (reader) =>
        importFile(documents, {
          reader,
          file: new Blob([bytes]),
          input: { ...input, details, now: clock() },
          keepOriginal: () => blobs.put(teamId, bytes),
        }),
      );
      const stored = changed
        ? source
        : await changeDetails(documents, { sourceId: source.id, change: details, now: clock() });
      await search.settled();
      return stored ?? source;
    },
    changeSource: async (sourceId, change, require) => {
      const source = await changeDetails(documents, { sourceId, change, now: clock(), ...(require && { require }) });
      await search.settled();
      return source;
    },
    deleteSource: async (id, require) => {
      const source = await documents.sources.get(id);
      if (!source) return false;
      require?.(source);
      await removeSource(documents, source);
      await blobs.delete(teamId, source.digest);
      await search.settled();
      return true;
    },
    actAs: (userId) => ({ documents: documentsAs(documents, userId), now: clock, report: options.report }),
    cancelRun: (cancellation) => cancelRun({ documents, runs, clock }, cancellation),
    testAgent: (test, audience) => testAgent({ documents, runs }, test, audience),
  };
  const forgetClock = (): void => {
    raising = undefined;
  };
  return { services, runs, readClock, forgetClock };
};
