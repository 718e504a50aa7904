/** The pages of the screen. */
export type Route = 'kiosk' | 'review' | 'status' | 'lab';

/** The page that a location's hash names (`#/review`, `#/status`, `#/lab`), with or without a query; the kiosk for every other hash. */
export function routeOf(hash: string): Route {
  const name = hash.replace(/^#\/?/, '').split(/[/?]/)[0];
  return name === 'review' || name === 'status' || name === 'lab' ? name : 'kiosk';
}

/** The part of a page that a location's hash names (`#/status/export`); empty when it names none. */
export function partOf(hash: string): string {
  return hash.replace(/^#\/?/, '').split('/')[1] ?? '';
}

/** Hash of where totals leave by hand. */
export const EXPORT_HASH = '#/status/export';

/** Hash of the kiosk, to which every other page leads back. */
export const KIOSK_HASH = '#/';

/** Hash of the page Status. */
export const STATUS_HASH = '#/status';

/** The document's title on a page. */
export function titleOf(route: Route): string {
  return {
    kiosk: 'Vestibule',
    review: 'Review · Vestibule',
    status: 'Status · Vestibule',
    lab: 'Lab · Vestibule',
  }[route];
}
