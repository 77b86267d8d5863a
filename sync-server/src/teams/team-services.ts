import type { Run } from '@inbetwin/shared/entities/run.ts';
import type { Source, TableKind } from '@inbetwin/shared/entities/source.ts';
import type { SourceChange, SourceDetails } from '@inbetwin/shared/knowledge/source-details.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { Actor } from '@inbetwin/shared/ports/collection.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { KnowledgeSearch } from '@inbetwin/shared/search/search-index.ts';
import type { MessageFiles } from '../files/message-files.ts';
import type { AgentTest, TestAudience } from './test-agent.ts';

/** Throws if the source may not be changed in its current state. */
type Requirement = (present: Source) => void;

/** The operations of one team, available once its documents are open and its passages are indexed. */
export type TeamServices = {
  readonly documents: TeamDocuments;
  readonly search: KnowledgeSearch;
  readonly files: Pick<MessageFiles, 'findKept' | 'own'>;
  /** The current time by the wall clock. */
  readonly now: Clock;
  /** The person in whose name a use case is carried out. */
  actAs(userId: string): Actor;
  /** Throws a `knowledge.*` failure for a file that cannot be read. */
  importSource(input: {
    readonly title: string;
    readonly bytes: Uint8Array<ArrayBuffer>;
    readonly mediaType: string;
    readonly fileName?: string;
    /** Details that are set take precedence over those in the file and over those stored for the same file. */
    readonly details?: SourceDetails;
    /** How to read a table; by default like the last one with that file name, or as its columns suggest. */
    readonly table?: TableKind;
  }): Promise<Source>;
  /** Undefined if the source does not exist. Throws `resource.conflict` if it is not ready. */
  changeSource(id: string, change: SourceChange, require?: Requirement): Promise<Source | undefined>;
  /** False if the source does not exist. */
  deleteSource(id: string, require?: Requirement): Promise<boolean>;
  /** Undefined if the run does not exist. */
  cancelRun(input: { readonly runId: string; readonly userId: string }): Promise<Run | undefined>;
  /** Undefined if the run or the agent does not exist. Throws `run.limit` if it takes too long. */
  testAgent(test: AgentTest, audience: TestAudience): Promise<Run | undefined>;
};
