import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import type { Source, TableKind } from '@inbetwin/shared/entities/source.ts';
import type { SourceChange, SourceDetails } from '@inbetwin/shared/knowledge/source-details.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { KnowledgeSearch } from '@inbetwin/shared/search/search-index.ts';
import type { AgentTest, TestAudience } from './test-agent.ts';

/** Throws when the source may not be changed in this state. */
type Requirement = (present: Source) => void;

/** What a team can do, once its documents are open and its passages indexed. */
export type TeamServices = {
  readonly documents: TeamDocuments;
  readonly search: KnowledgeSearch;
  /** What time it is, by the wall clock. */
  readonly now: Clock;
  /** Throws a `knowledge.*` failure for a file that cannot be read. */
  importSource(input: {
    readonly title: string;
    readonly bytes: Uint8Array<ArrayBuffer>;
    readonly mediaType: string;
    readonly fileName?: string;
    /** Those that are set go before what the file says of itself, and before what is stored of the same file. */
    readonly details?: SourceDetails;
    /** How a table is read; otherwise like the last one of that file name, or as its columns suggest. */
    readonly table?: TableKind;
  }): Promise<Source>;
  /** Undefined when there is no such source. Throws `resource.conflict` for one that is not ready. */
  changeSource(id: string, change: SourceChange, require?: Requirement): Promise<Source | undefined>;
  /** False when there is no such source. */
  deleteSource(id: string, require?: Requirement): Promise<boolean>;
  /** The same id again is a no-op that returns what is stored. */
  sendReply(input: {
    readonly conversationId: string;
    readonly text: string;
    readonly id?: string;
    readonly author: { readonly id: string; readonly name: string };
  }): Promise<Message>;
  /** Undefined when there is no such run. */
  cancelRun(input: { readonly runId: string; readonly userId: string }): Promise<Run | undefined>;
  /** Undefined when there is no such run, or no such agent. Throws `run.limit` when it takes too long. */
  testAgent(test: AgentTest, audience: TestAudience): Promise<Run | undefined>;
};
