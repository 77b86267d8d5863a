import { readYamlFolder } from '../scenes/read-yaml.ts';
import { WrongSet } from '../set-files.ts';
import { type Dialogue, dialogueFileSchema } from './dialogue.ts';

/** Reads the dialogues of a folder, whose names must be unique. Throws `WrongSet`. */
export const readDialogues = async (folder: string): Promise<readonly Dialogue[]> => {
  const files = await readYamlFolder(folder, dialogueFileSchema);
  const dialogues = files.flatMap(({ name: category, content }) =>
    content.dialogues.map((dialogue) => ({ ...dialogue, category, setup: { ...content.setup, ...dialogue.setup } })),
  );
  const names = dialogues.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new WrongSet(`${folder} has two dialogues of the name ${twice}.`);
  return dialogues;
};
