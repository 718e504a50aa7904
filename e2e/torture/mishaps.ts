/** What can go wrong between a kiosk and its collector, and how often it does here. */

/** Share of the exchanges that meet each mishap, in percent; `none` is what is left. */
const PERCENT = {
  late: 8,
  'answer late': 6,
  'request lost': 6,
  'answer lost': 8,
  'request cut': 4,
  'answer cut': 5,
  'sent twice': 7,
  'arrives after a retry': 6,
  'an old one again': 6,
  'result missing': 3,
  'page of a portal': 4,
  'portal without leave': 3,
  redirect: 2,
  refusal: 6,
} as const;

/** One way for an exchange to go wrong, or `none`. */
export type Mishap = keyof typeof PERCENT | 'none';

/** Statuses that something between the two may answer with, without having asked the collector. */
export const FOREIGN_STATUSES = [401, 403, 404, 407, 408, 413, 429, 500, 502, 503, 504] as const;

/**
 * The mishap of one exchange.
 *
 * @param draw from 0 to below 1
 */
export function pickMishap(draw: number): Mishap {
  let below = 0;
  for (const [mishap, percent] of Object.entries(PERCENT) as [keyof typeof PERCENT, number][]) {
    below += percent / 100;
    if (draw < below) return mishap;
  }
  return 'none';
}
