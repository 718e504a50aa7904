/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { PlainLayout } from './layout.tsx';

/** Asks for the password. */
export function SignInPage({ trouble }: { readonly trouble: string | undefined }): VNode {
  return (
    <PlainLayout title="Sign in">
      <h1>Sign in</h1>
      <form method="post" action="/admin/session" class="fields">
        {trouble !== undefined && (
          <p role="alert" class="trouble" id="trouble">
            {trouble}
          </p>
        )}
        {/* Without a name it is not sent; password keepers ask for it. */}
        <input type="text" value="admin" autocomplete="username" hidden readOnly />
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          required
          autofocus
          autocomplete="current-password"
          aria-describedby={trouble === undefined ? undefined : 'trouble'}
        />
        <button class="button primary">Sign in</button>
      </form>
    </PlainLayout>
  );
}

/** Where nobody has set a password there is nothing to see. */
export function NoPasswordPage(): VNode {
  return (
    <PlainLayout title="No password yet">
      <h1>No password yet</h1>
      <p>These pages stay closed until a password is set, on the machine where the collector runs:</p>
      <pre>
        <code>npm run --silent collector -- password</code>
      </pre>
      <p>
        With the same <code>--data</code> or <code>DATABASE_URL</code> as the collector. Then load this page
        anew.
      </p>
    </PlainLayout>
  );
}
