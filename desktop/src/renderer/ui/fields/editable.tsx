import { Pencil } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { IconButton } from '../icon-button.tsx';
import { InlineForm } from './inline-form.tsx';

type EditableProps = {
  readonly label: string;
  /** The accessible name of the edit button. */
  readonly action: string;
  readonly value: string;
  readonly isLong?: boolean;
  readonly mayEdit: boolean;
  /** The value differs from the stored one; the form then stays open, whoever opened it. */
  readonly isChanged: boolean;
  readonly problemOf: (text: string) => string | undefined;
  readonly onChange: (text: string) => void;
  readonly onCancel: () => void;
  /** Resolves to whether the value was saved; the form stays open otherwise. */
  readonly onSave: () => Promise<boolean>;
  /** Shown below the field. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
};

/** A value that can be edited in place. */
export const Editable = ({ action, mayEdit, isChanged, onSave, onCancel, children, ...form }: EditableProps) => {
  const { isEditing, pencil, begin, end } = useEditing();
  if (mayEdit && (isEditing || isChanged)) {
    return (
      <InlineForm
        {...form}
        takesFocus={isEditing}
        onCancel={() => {
          onCancel();
          end();
        }}
        onSave={() => void onSave().then((isSaved) => isSaved && end())}
      />
    );
  }
  return (
    <span className="flex items-start gap-1">
      <span className="min-w-0 flex-1">{children}</span>
      {mayEdit && (
        <IconButton
          ref={pencil}
          icon={Pencil}
          label={action}
          onClick={begin}
          className="-my-1.5 -mr-2 max-panes:-my-2.5"
        />
      )}
    </span>
  );
};

/** Returns the focus to the edit button when the form closes. */
const useEditing = () => {
  const [isEditing, setIsEditing] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !isEditing) pencil.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  return { isEditing, pencil, begin: () => setIsEditing(true), end: () => setIsEditing(false) };
};
