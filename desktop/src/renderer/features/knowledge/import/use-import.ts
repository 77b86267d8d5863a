import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { lendWorker } from '../../../imports/lend-worker.ts';
import { importFile } from '../../../workspace/acts/import-file.ts';
import { useFiles, useWorkspace } from '../../../workspace/live/use-live.ts';
import { type ImportFile, importQueue } from './import-queue.ts';

/** Imports files into the local knowledge base and stores their originals; replication sends both to the team. */
export const useImport = (): ((files: readonly File[]) => void) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { keep: keepOriginal, prepare } = useFiles();
  useEffect(prepare, [prepare]);
  const importOne: ImportFile = async (file, { signal, ...telling }) => {
    const source = await lendWorker(
      (reader) => importFile(workspace, file, { ...telling, reader, keepOriginal }),
      signal,
    );
    toast(t('knowledge.imported', { name: source.title }));
    return source;
  };
  return (files) => void importQueue.add(files, importOne);
};
