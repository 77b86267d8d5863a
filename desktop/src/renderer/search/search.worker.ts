import { createSearchIndex } from '@inbetwin/shared/search/create-search-index.ts';
import { expose } from 'comlink';

expose(createSearchIndex());
