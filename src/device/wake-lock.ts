/** What the device itself must do for a kiosk: keep its screen on, keep the app, keep the data. */

/** Keeps the screen on while the page is shown; `onChange` says whether it is, undefined where the browser cannot. Returns how to stop. */
export function keepAwake(onChange: (awake: boolean | undefined) => void): () => void {
  if (!('wakeLock' in navigator)) {
    onChange(undefined);
    return () => {};
  }
  const stop = new AbortController();
  let lock: WakeLockSentinel | undefined;
  const request = async (): Promise<void> => {
    if (document.visibilityState !== 'visible' || stop.signal.aborted) return;
    try {
      lock = await navigator.wakeLock.request('screen');
      onChange(true);
      // The browser takes the lock away whenever the page is hidden.
      lock.addEventListener('release', () => onChange(false), { once: true });
    } catch {
      // Expected trouble: a low battery or a policy refuses; the next time the page is shown it may be given.
      onChange(false);
    }
  };
  document.addEventListener('visibilitychange', () => void request(), { signal: stop.signal });
  void request();
  return () => {
    stop.abort();
    void lock?.release();
  };
}
