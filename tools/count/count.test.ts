import { expect, it } from 'vitest';
import { openSession } from '../browser-session.ts';
import type { CountOptions, CountResult } from './page/messages.ts';

it('counts the drawn clip exactly: six people, three women and three men', async () => {
  const opened = await openSession({
    page: 'tools/count/page',
    input: { folder: 'public/demo' },
    functions: { reportProgress: () => undefined },
  });
  if (!opened.ok) throw new Error(opened.message);
  try {
    const options: CountOptions = { url: undefined, range: 'full', overlay: false };
    const counted = await opened.value.run<CountOptions, CountResult>(options);
    expect(counted).toMatchObject({ ok: true, value: { entries: 6, woman: 3, man: 3, undetermined: 0 } });
  } finally {
    await opened.value.dispose();
  }
}, 300_000);
