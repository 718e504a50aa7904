/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { FormToken, Layout } from './layout.tsx';

/** Asks once more before a kiosk is revoked. */
export function RevokePage({
  formToken,
  kiosk,
}: {
  readonly formToken: string;
  readonly kiosk: { readonly id: string; readonly name: string };
}): VNode {
  return (
    <Layout title={`Revoke ${kiosk.name}?`} place={undefined} formToken={formToken}>
      <div class="panel narrow">
        <p>
          It can send nothing more, for good. Its totals stay here, and what it counts from now on stays on
          the kiosk. To let it send again, enrol it with a new code; it is then another kiosk here.
        </p>
        <form method="post" action={`/admin/kiosks/${encodeURIComponent(kiosk.id)}/revoke`} class="actions">
          <FormToken value={formToken} />
          <a class="button" href="/admin/">
            Keep it
          </a>
          <button class="button danger">Revoke it</button>
        </form>
      </div>
    </Layout>
  );
}
