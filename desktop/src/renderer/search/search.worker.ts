import { expose } from 'comlink';
import { createKeptIndex } from './kept-index.ts';

expose(createKeptIndex());
