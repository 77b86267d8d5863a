import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const source = (path: string) => resolve(import.meta.dirname, 'src', path);

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
    plugins: [react(), tailwindcss()],
    worker: { format: 'es' },
    build: {
      outDir: 'out/renderer',
      target: 'es2023',
      minify: true,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { index: source('renderer/index.html') } },
    },
  },
});
