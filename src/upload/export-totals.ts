/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { encodeQR } from 'qr';

/** The bright margin that a reader needs, in modules. */
const MARGIN = 4;

/** `text` as a QR code, dark on white whatever the page's colours are. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }): VNode {
  const rows = encodeQR(text, 'raw', { border: MARGIN });
  const path = rows
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg
      class="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shape-rendering="crispEdges"
    >
      <rect width={rows.length} height={rows.length} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
