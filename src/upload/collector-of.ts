import type { Collector } from '../domain/collector.ts';

/** The collector at `url` as whose kiosk an `EnrolmentAnswer` names this one, from now on; undefined when it has no token. */
export function collectorOf(url: string, answer: object): Collector | undefined {
  const [kiosk, name, token] = ['kiosk', 'name', 'token'].map((key): unknown => Reflect.get(answer, key));
  if (typeof kiosk !== 'string' || typeof name !== 'string' || typeof token !== 'string') return undefined;
  return { url, kiosk, name, token, tokenSinceMs: Date.now() };
}
