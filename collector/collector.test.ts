import { once } from 'node:events';
import { request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { BatchAnswer, EnrolmentAnswer } from '../src/domain/batch.ts';
import { signIn } from './store/admin-sessions.ts';
import {
  runCollector,
  runCollectorWith,
  startCollector,
  type CollectorProcess,
} from './testing/process.testing.ts';
import { sampleBatch, sampleBucket } from './testing/samples.testing.ts';
import { openTestStore, testFolder } from './testing/stores.testing.ts';

const LONG_MS = 120_000;

let made: ReturnType<typeof testFolder>;
let running: CollectorProcess | undefined;

beforeEach(() => {
  made = testFolder();
});

afterEach(async () => {
  running?.kill('SIGKILL');
  await running?.ended;
  running = undefined;
  made.remove();
});

function sendJson(url: string, body: object, token = ''): Promise<Response> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Makes a code by the command, as whoever runs the collector would, and uses it. */
async function enrolled(url: string): Promise<string> {
  const { exitCode, stdout } = await runCollector('enrol', '--name', 'East door', '--data', made.folder);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}\n$/);
  const answer = await sendJson(`${url}/v1/enrolments`, { protocol: 1, code: stdout.trim() });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as EnrolmentAnswer).token;
}

test(
  'enrols, lists and revokes by its commands while it serves',
  async () => {
    running = await startCollector(made.folder);
    const token = await enrolled(running.url);
    const [id = ''] = token.split('.');
    expect((await runCollector('kiosks', '--data', made.folder)).stdout).toBe(
      `${id}  East door  never heard\n`,
    );
    expect((await sendJson(`${running.url}/v1/batches`, sampleBatch(), token)).status).toBe(200);
    expect((await runCollector('kiosks', '--data', made.folder)).stdout).toMatch(/East door {2}heard \d{4}-/);
    expect((await runCollector('revoke', id, '--data', made.folder)).exitCode).toBe(0);
    expect((await sendJson(`${running.url}/v1/batches`, sampleBatch(), token)).status).toBe(403);
    expect(await runCollector('revoke', 'nobody', '--data', made.folder)).toMatchObject({ exitCode: 2 });
  },
  LONG_MS,
);

test(
  'sets the password from standard input, if it is one',
  async () => {
    const set = (input: string) => runCollectorWith(input, 'password', '--data', made.folder);
    const short = await set('too short\n');
    expect([short.exitCode, short.stderr]).toEqual([
      2,
      'collector: a password has 12 to 200 characters, not 9\n',
    ]);
    expect(await set('correct horse battery\r\nnot this\n')).toMatchObject({ exitCode: 0, stderr: '' });
    const { database, dispose } = await openTestStore({ folder: made.folder });
    expect(await signIn(database, 'correct horse battery', Date.now())).toHaveLength(43);
    await dispose();
  },
  LONG_MS,
);

test(
  'finishes the request it has when it is told to end, then ends with 0',
  async () => {
    running = await startCollector(made.folder);
    const token = await enrolled(running.url);
    const body = JSON.stringify(sampleBatch(sampleBucket()));
    const sent = request(`${running.url}/v1/batches`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        authorization: `Bearer ${token}`,
      },
    });
    const answered = once(sent, 'response');
    sent.write(body.slice(0, 100));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const toldMs = Date.now();
    running.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 300));
    // As a terminal does, whose signal reaches this process twice.
    running.kill('SIGTERM');
    await expect(fetch(`${running.url}/healthz`)).rejects.toThrow();
    sent.end(body.slice(100));
    const [answer] = (await answered) as [{ readonly statusCode: number; resume(): void }];
    expect(answer.statusCode).toBe(200);
    answer.resume();
    expect(await running.ended).toBe(0);
    expect(Date.now() - toldMs).toBeLessThan(10_000);
    const store = await openTestStore({ folder: made.folder });
    expect(await store.database.selectFrom('buckets').select('entries').execute()).toEqual([{ entries: 7 }]);
    await store.dispose();
  },
  LONG_MS,
);

test(
  'ends with 0 within ten seconds though a request never ends',
  async () => {
    running = await startCollector(made.folder);
    const sent = request(`${running.url}/v1/enrolments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 100 },
    });
    sent.on('error', () => undefined);
    sent.write('{');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const toldMs = Date.now();
    running.kill('SIGINT');
    expect(await running.ended).toBe(0);
    expect(Date.now() - toldMs).toBeLessThan(10_000);
  },
  LONG_MS,
);

test(
  'keeps what it has answered when it is killed right after',
  async () => {
    running = await startCollector(made.folder);
    const token = await enrolled(running.url);
    const batch = sampleBatch(...Array.from({ length: 40 }, (_, slot) => sampleBucket(slot)));
    expect((await sendJson(`${running.url}/v1/batches`, batch, token)).status).toBe(200);
    running.kill('SIGKILL');
    expect(await running.ended).toBe('SIGKILL');
    running = await startCollector(made.folder);
    const again = (await (await sendJson(`${running.url}/v1/batches`, batch, token)).json()) as BatchAnswer;
    expect(again.results).toHaveLength(40);
    expect(new Set(again.results.map(({ outcome }) => outcome))).toEqual(new Set(['same']));
  },
  LONG_MS,
);

test(
  'says in one sentence what is wrong, and ends with 2',
  async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const port = String((taken.address() as AddressInfo).port);
    const cases: readonly (readonly string[])[] = [
      ['dance'],
      ['--tls-cert', 'none', '--tls-key', 'none', '--data', made.folder],
      ['--kiosk', made.folder, '--data', made.folder],
      ['--data', '/dev/null/x'],
      ['--port', port, '--data', made.folder],
    ];
    for (const args of cases) {
      const { exitCode, stdout, stderr } = await runCollector(...args);
      expect([args, exitCode, stdout]).toEqual([args, 2, '']);
      expect(stderr).toMatch(/^collector: .+\n$/);
    }
    taken.close();
  },
  LONG_MS,
);

test(
  'does not start with a token of the metrics that no header can carry, and does not repeat it',
  async () => {
    for (const token of ['two words', 'a=b', 'x'.repeat(201)]) {
      vi.stubEnv('METRICS_TOKEN', token);
      onTestFinished(() => void vi.unstubAllEnvs());
      const { exitCode, stderr } = await runCollector('--port', '0', '--data', made.folder);
      expect([token, exitCode]).toEqual([token, 2]);
      expect(stderr).toMatch(/^collector: METRICS_TOKEN has .+\n$/);
      expect(stderr).not.toContain(token);
    }
  },
  LONG_MS,
);
