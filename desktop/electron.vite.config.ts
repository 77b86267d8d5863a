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

/** Workspaces are TypeScript sources, so they are bundled; a sandboxed preload has to be one CommonJS file. */
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
    // Relative, so that one build works from the server's `/`, from `app://` and from a file.
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
        // A service worker governs what lies below it, and its address must never change.
        output: {
          entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
          codeSplitting: { groups: [{ name: chunkName }] },
        },
      },
    },
  },
});
