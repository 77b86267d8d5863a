import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const pathTo = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The chat page: two HTML files and hashed assets, which the server hands out below `/chat-assets/`. */
export default defineConfig({
  root: pathTo('src/widget'),
  base: '/chat-assets/',
  publicDir: false,
  build: {
    outDir: pathTo('out/widget'),
    emptyOutDir: true,
    // No data: URLs for what the page loads, and no inline script: its content security policy allows neither.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: pathTo('src/widget/index.html'), 'not-found': pathTo('src/widget/not-found.html') },
    },
  },
});
