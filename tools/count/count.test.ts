import { expect, it } from 'vitest';
import { openSession } from '../browser-session.ts';
import type { CountOptions, CountResult } from './page/messages.ts';

it.each(['wgsl', 'wasm'] as const)(
  '%s counts the drawn clip exactly: three women and three men',
  async (tier) => {
    const opened = await openSession({
      page: 'tools/count/page',
      input: { folder: 'public/demo' },
      functions: { reportProgress: () => undefined },
    });
    if (!opened.ok) throw new Error(opened.message);
    try {
      const options: CountOptions = { url: undefined, range: 'full', tier, overlay: false };
      const counted = await opened.value.run<CountOptions, CountResult>(options);
      expect(counted).toMatchObject({ ok: true, value: { entries: 6, woman: 3, man: 3, undetermined: 0 } });
    } finally {
      await opened.value.dispose();
    }
  },
  300_000,
);
