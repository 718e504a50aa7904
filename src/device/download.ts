/** Hands a person a file with `text`, in the way in which the browser saves downloads. */
export function downloadText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The download has its own hold of the data once it has begun, which is not at once.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
