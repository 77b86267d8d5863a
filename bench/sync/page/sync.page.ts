/// <reference types="vite/client" />
// Runs inside the browser: the workspace's own database, replication and queries without its screens.
import '../../../desktop/src/renderer/base/configure-zod.ts';
import { closeDevice, openDevice, receivedChanges, writeChange } from './device.ts';
import { fillDatabase } from './fill-database.ts';
import { writeAtOnce } from './floor.ts';
import { pullAll } from './pull-all.ts';
import { pullTeam } from './pull-team.ts';
import { pushChanges } from './push-changes.ts';
import { timeLookup } from './time-lookup.ts';
import { timePages } from './time-pages.ts';
import { writeToPouch } from './write-to-pouch.ts';

/** The functions that the page offers to the driver. Times are in milliseconds. */
const syncBench = {
  pullAll,
  pullTeam,
  writeAtOnce,
  writeToPouch,
  pushChanges,
  openDevice,
  writeChange,
  receivedChanges,
  closeDevice,
  fillDatabase,
  timePages,
  timeLookup,
};

declare global {
  interface Window {
    syncBench: typeof syncBench;
  }
}

window.syncBench = syncBench;
