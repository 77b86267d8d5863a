// `npm run build`: what browsers and Electron load.
import { ensureBuilt, ensureInstalled } from './setup.mjs';

ensureInstalled();
ensureBuilt({ force: true });
