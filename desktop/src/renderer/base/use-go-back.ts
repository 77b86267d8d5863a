import { type LinkProps, useNavigate, useRouter } from '@tanstack/react-router';

/** Returns a function that navigates back, or to `otherwise` if there is no history. */
export const useGoBack = (otherwise: NonNullable<LinkProps['to']>): (() => void) => {
  const navigate = useNavigate();
  const { history } = useRouter();
  return () => {
    if (history.canGoBack()) history.back();
    else void navigate({ to: otherwise });
  };
};
