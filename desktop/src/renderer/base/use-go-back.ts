import { type LinkProps, useNavigate, useRouter } from '@tanstack/react-router';

/** Back to where the person came from, or to `otherwise` when this is where they began. */
export const useGoBack = (otherwise: NonNullable<LinkProps['to']>): (() => void) => {
  const navigate = useNavigate();
  const { history } = useRouter();
  return () => {
    if (history.canGoBack()) history.back();
    else void navigate({ to: otherwise });
  };
};
