import type { Intent } from '../state/intent.ts';

/** Says what the person wants, as a `vestibule-intent` event that leaves every shadow root on its way up. */
export function sendIntent(from: HTMLElement, intent: Intent): void {
  from.dispatchEvent(
    new CustomEvent<Intent>('vestibule-intent', { detail: intent, bubbles: true, composed: true }),
  );
}
