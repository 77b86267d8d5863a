import { type ReactNode, useId } from 'react';
import { classNames } from '../class-names.ts';

/** The attributes that tie a control to its label, hint and problem. */
type Ties = {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
};

type FieldFrameProps = {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with the value; it is announced. */
  readonly problem?: string | undefined;
  readonly className?: string | undefined;
  /** Renders the control with these attributes. */
  readonly children: (ties: Ties) => ReactNode;
};

/** A control with its label above, and a problem and a hint below. */
export const FieldFrame = ({ label, hint, problem, className, children }: FieldFrameProps) => {
  const id = useId();
  const described = [...(hint ? [`${id}-hint`] : []), ...(problem ? [`${id}-problem`] : [])].join(' ');
  return (
    <div className={classNames('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-13 font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': problem ? true : undefined })}
      {problem && (
        <p id={`${id}-problem`} role="alert" className="text-12 text-danger">
          {problem}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-12 text-muted">
          {hint}
        </p>
      )}
    </div>
  );
};
