/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { PlainLayout } from './layout.tsx';

/** One sentence that says what is wrong, and a way back. */
export function TroublePage({ message }: { readonly message: string }): VNode {
  return (
    <PlainLayout title="Trouble">
      <h1>That did not work</h1>
      <p role="alert">{message}</p>
      <p>
        <a class="button" href="/admin/">
          To the fleet
        </a>
      </p>
    </PlainLayout>
  );
}
