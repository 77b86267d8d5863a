import { Component, type ErrorInfo, type ReactNode } from 'react';
import { PartNotLoaded } from '../../base/load-part.ts';
import { ErrorScreen } from './error-screen.tsx';
import { PartNotLoadedScreen } from './part-not-loaded-screen.tsx';

type ErrorBoundaryProps = { readonly children: ReactNode };
type ErrorBoundaryState = { readonly error?: Error | undefined; readonly stack?: string };

/** Shows an error screen in place of a screen that throws; the rest of the interface keeps working. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = {};

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(_: Error, info: ErrorInfo): void {
    if (info.componentStack) this.setState({ stack: info.componentStack });
  }

  override render(): ReactNode {
    const { error, stack } = this.state;
    if (!error) return this.props.children;
    if (error instanceof PartNotLoaded) return <PartNotLoadedScreen error={error} />;
    return (
      <ErrorScreen error={error} {...(stack ? { stack } : {})} onRetry={() => this.setState({ error: undefined })} />
    );
  }
}
