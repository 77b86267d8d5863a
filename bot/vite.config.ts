import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const pathTo = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Builds the chat page: two HTML files and hashed assets, which the server serves below `/chat-assets/`. */
export default defineConfig({
  root: pathTo('src/widget'),
  base: '/chat-assets/',
  publicDir: false,
  build: {
    outDir: pathTo('out/widget'),
    emptyOutDir: true,
    // The content security policy forbids data: URLs and inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: pathTo('src/widget/index.html'), 'not-found': pathTo('src/widget/not-found.html') },
    },
  },
});
