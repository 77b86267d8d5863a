import { acceptedFiles } from '@inbetwin/shared/knowledge/formats/registry.ts';
import { Upload } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../base/shortcuts.ts';
import { LabLink } from '../../parts/knowledge/lab-link.tsx';
import { productsOf, useSources } from '../../parts/knowledge/use-sources.ts';
import { Button } from '../../ui/button.tsx';
import { SearchField } from '../../ui/fields/search-field.tsx';
import { Screen } from '../../ui/layout/screen.tsx';
import { FileDrop } from './import/file-drop.tsx';
import { ImportList } from './import/import-list.tsx';
import { useImport } from './import/use-import.ts';
import { SearchFilters } from './search/search-filters.tsx';
import { SearchResults } from './search/search-results.tsx';
import { useSearchText } from './search/use-search-text.ts';
import { SourceList } from './source-list.tsx';

export const KnowledgeScreen = () => {
  const { t } = useTranslation();
  const [text, search] = useSearchText();
  const field = useRef<HTMLInputElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const importFiles = useImport();
  const sources = useSources();
  const pick = () => picker.current?.click();
  useShortcuts({ search: () => field.current?.focus() });

  return (
    <FileDrop onFiles={importFiles}>
      <Screen
        title={t('knowledge.title')}
        actions={
          <>
            <LabLink />
            <Button look="primary" onClick={pick}>
              <Upload size={16} aria-hidden />
              {t('knowledge.add')}
            </Button>
          </>
        }
      >
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          accept={acceptedFiles}
          onChange={(event) => {
            importFiles([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
        <div className="min-h-0 flex-1 overflow-y-auto">
          <div className="mx-auto flex min-h-full max-w-3xl flex-col gap-4 p-6 max-panes:p-4">
            <SearchField
              ref={field}
              label={t('knowledge.search')}
              placeholder={t('knowledge.searchPlaceholder')}
              value={text}
              onChange={search}
            />
            <ImportList />
            {text.trim() === '' ? (
              <SourceList sources={sources} onAdd={pick} />
            ) : (
              <>
                <SearchFilters products={productsOf(sources)} />
                <SearchResults query={text} sources={sources} />
              </>
            )}
          </div>
        </div>
      </Screen>
    </FileDrop>
  );
};
