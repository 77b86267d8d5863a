import path from 'node:path';
import { WrongUse } from '../read-arguments.ts';
import { readSceneArguments } from '../scenes/read-scene-arguments.ts';
import { withStore } from '../scenes/with-store.ts';
import { evaluateDialogues, type VoiceReport } from './evaluate-dialogues.ts';
import { readDialogues } from './read-dialogues.ts';
import { voicesOf } from './voices.ts';

const BUILT_IN = path.join(import.meta.dirname, '../../dialogues');

/** Runs `npm run evaluate -- dialogues`. Returns whether every voice reached the bar. */
export const runDialogues = async (args: readonly string[], resolve: (file: string) => string): Promise<boolean> => {
  const { in: folder, only, voices: names, bar, json } = readSceneArguments(args);
  const voices = names.map((name) => [name, voicesOf(name, process.env)] as const);
  const all = await readDialogues(folder === undefined ? BUILT_IN : resolve(folder));
  const wanted = all.filter(({ name }) => only === undefined || name.includes(only));
  if (wanted.length === 0) throw new WrongUse(`No dialogue is called ${only}.`);
  const reports: Record<string, VoiceReport> = {};
  for (const [name, createVoice] of voices) {
    reports[name] = await withStore((store) => evaluateDialogues(wanted, { store, createVoice }));
  }
  const passed = Object.values(reports).every(({ share }) => share >= bar);
  if (json) console.log(JSON.stringify({ task: 'dialogues', bar, passed, voices: reports }));
  else for (const [name, report] of Object.entries(reports)) printReport(name, report, bar);
  return passed;
};

const printReport = (name: string, report: VoiceReport, bar: number): void => {
  console.log(`\n${name}${report.model === name ? '' : ` (${report.model})`}`);
  console.table(
    Object.fromEntries(
      report.dialogues.map(({ name: dialogue, category, result, reasons, ms }) => [
        dialogue,
        { category, result, ms, reasons: reasons.length === 0 ? '' : `${reasons.length}, below` },
      ]),
    ),
  );
  console.table(report.categories);
  for (const { name: dialogue, reasons } of report.dialogues) {
    for (const reason of reasons) console.log(`${dialogue}: ${reason}`);
  }
  const { passed, failed, notApplicable, share } = report;
  console.log(
    `${passed} passed, ${failed} failed, ${notApplicable} not applicable: ${Math.round(share * 100)} %, the bar is ${bar * 100} %`,
  );
};
