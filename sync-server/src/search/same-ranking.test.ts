import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createSearchIndex } from '@inbetwin/shared/search/create-search-index.ts';
import { lessonPassages } from '@inbetwin/shared/search/testing/lesson-passages.ts';
import { expect, it, vi } from 'vitest';
import { openEmbeddedStore } from '../store/embedded-store.ts';
