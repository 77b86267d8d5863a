import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { createChunkNames } from './group-chunks.ts';
import { listBuiltFiles } from './src/renderer/service-worker/list-built-files.ts';

const source = (path: string) => resolve(import.meta.dirname, 'src', path);

const chunkName = createChunkNames({
  start: source('renderer/main.tsx'),
  workspace: source('renderer/app/gates/workspace.tsx'),
});

/** Workspace packages are TypeScript sources, so they are bundled. A sandboxed preload script must be a single CommonJS file. */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: { exclude: ['@inbetwin/shared'] },
      rolldownOptions: { input: { index: source('main/index.ts') } },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: { exclude: ['@inbetwin/shared'] },
      rolldownOptions: {
        input: { index: source('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    // Relative, so that one build works at the server's `/`, under `app://`, and from a file.
    base: './',
    plugins: [react(), tailwindcss(), listBuiltFiles('service-worker.js')],
    worker: { format: 'es' },
    build: {
      outDir: 'out/renderer',
      target: 'es2023',
      minify: true,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: {
          index: source('renderer/index.html'),
          'service-worker': source('renderer/service-worker/service-worker.ts'),
        },
        // A service worker controls the pages below its URL, and that URL must never change.
        output: {
          entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
          codeSplitting: { groups: [{ name: chunkName }] },
        },
      },
    },
  },
});
