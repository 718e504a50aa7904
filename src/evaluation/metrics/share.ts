/** Lower and upper end of a 95 % interval of a share, 0 to 1, four decimals. */
export type Interval = readonly [low: number, high: number];

/** The 0.975 quantile of the normal distribution. */
const Z = 1.959963984540054;

/** Four decimals, as all shares have. */
export function rounded(value: number): number {
  return Math.round(1e4 * value) / 1e4;
}

/** `part` of `whole`, 0 to 1; null where there is no whole. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : rounded(part / whole);
}

/** Wilson's score interval at 95 % (Wilson 1927), without continuity correction; null where there is no whole. */
export function wilsonInterval(part: number, whole: number): Interval | null {
  if (whole === 0) return null;
  const p = part / whole;
  const scale = 1 + (Z * Z) / whole;
  const centre = p + (Z * Z) / (2 * whole);
  const half = Z * Math.sqrt((p * (1 - p)) / whole + (Z * Z) / (4 * whole * whole));
  return [rounded(Math.max(0, (centre - half) / scale)), rounded(Math.min(1, (centre + half) / scale))];
}
