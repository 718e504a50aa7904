/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, VNode } from 'preact';

/** The pages of who is signed in, as the navigation names them. */
const PAGES = [
  ['/admin/', 'Fleet'],
  ['/admin/coverage', 'Coverage'],
  ['/admin/kiosks/new', 'New kiosk'],
  ['/admin/download', 'Download'],
] as const;

/** Which page of the navigation one belongs to. */
export type Place = (typeof PAGES)[number][0];

/** The app's sign: a doorway with somebody in it. */
function BrandMark(): VNode {
  return (
    <svg class="mark" viewBox="88 48 336 396" fill="none" aria-hidden="true">
      <path
        d="M156 416V164a100 100 0 0 1 200 0v252M104 416h304"
        stroke="currentColor"
        stroke-width="28"
        stroke-linecap="round"
      />
      <path class="mark-person" d="M184 400a72 96 0 0 1 144 0zM214 222a42 42 0 1 0 84 0a42 42 0 1 0-84 0z" />
    </svg>
  );
}

function Document({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="dark" />
        <title>{title} · Vestibule</title>
        <link rel="stylesheet" href="/admin/admin.css" />
      </head>
      <body>{children}</body>
    </html>
  );
}

/** A page for anyone: a sign, and one panel in the middle. */
export function PlainLayout(props: { readonly title: string; readonly children: ComponentChildren }): VNode {
  return (
    <Document title={props.title}>
      <main class="alone panel">
        <p class="brand">
          <BrandMark /> Vestibule collector
        </p>
        {props.children}
      </main>
    </Document>
  );
}

/** The hidden field without which no form of a session is taken. */
export function FormToken({ value }: { readonly value: string }): VNode {
  return <input type="hidden" name="formToken" value={value} />;
}

/** What every page of who is signed in has around its own. */
export interface LayoutProps {
  readonly title: string;
  readonly place: Place | undefined;
  readonly formToken: string;
  readonly children: ComponentChildren;
}

/** A page of who is signed in. */
export function Layout({ title, place, formToken, children }: LayoutProps): VNode {
  return (
    <Document title={title}>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="bar">
        <p class="brand">
          <BrandMark /> Vestibule
        </p>
        <nav aria-label="Pages">
          <ul>
            {PAGES.map(([href, name]) => (
              <li>
                <a href={href} aria-current={href === place ? 'page' : undefined}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <form method="post" action="/admin/session/end">
          <FormToken value={formToken} />
          <button class="button quiet">Sign out</button>
        </form>
      </header>
      <main id="main" tabindex={-1}>
        <h1>{title}</h1>
        {children}
      </main>
    </Document>
  );
}
