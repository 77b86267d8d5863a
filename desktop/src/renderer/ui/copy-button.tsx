import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';

const SHOWN_MS = 2000;

/** A button that copies a text to the clipboard and confirms it for two seconds. */
export const CopyButton = ({ label, text }: { readonly label: string; readonly text: string }) => {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = window.setTimeout(() => setCopied(false), SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? Check : Copy;
  return (
    <Button
      look="quiet"
      onClick={async () => {
        await navigator.clipboard.writeText(text);
        setCopied(true);
      }}
    >
      <Icon size={16} aria-hidden />
      <span aria-live="polite">{copied ? t('action.copied') : label}</span>
    </Button>
  );
};
