import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Refusal } from '../../src/domain/batch.ts';
import { addCode } from '../store/kiosks.ts';
import { sampleBatch, sampleBucket } from '../testing/samples.testing.ts';
import { startServer, type TestServer } from '../testing/server.testing.ts';
import { testFolder } from '../testing/stores.testing.ts';
import type { ServerOptions } from './server-options.ts';

let made: ReturnType<typeof testFolder>;
const running: TestServer[] = [];

async function start(changes: Partial<ServerOptions> = {}): Promise<TestServer> {
  const server = await startServer({ folder: made.folder }, changes);
  running.push(server);
  return server;
}

beforeEach(() => {
  made = testFolder();
});

afterEach(async () => {
  for (const server of running.splice(0)) await server.dispose();
  made.remove();
});

test('asks whoever sends too often to wait', async () => {
  const server = await start({ requestsPerMinute: 3 });
  const token = await server.newToken();
  const statuses: number[] = [];
  for (let count = 0; count < 4; count += 1)
    statuses.push((await server.post('/v1/batches', sampleBatch(), token)).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
  const refused = await server.post('/v1/batches', sampleBatch(), token);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(((await refused.json()) as Refusal).error.kind).toBe('too-many');
});

test('lets nobody guess codes for long', async () => {
  const server = await start({ enrolmentsPerMinute: 2 });
  const tries = [1, 2, 3].map(() => server.post('/v1/enrolments', { protocol: 1, code: 'WRONG' }));
  expect((await Promise.all(tries)).map(({ status }) => status).toSorted()).toEqual([401, 401, 429]);
});

async function preflight(server: TestServer, origin: string): Promise<Response> {
  return fetch(`${server.url}/v1/batches`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  });
}

test('lets pages of any origin send, or of those that are named', async () => {
  const { status, headers } = await preflight(await start(), 'https://kiosk.example');
  expect(status).toBe(204);
  expect(headers.get('access-control-allow-origin')).toBe('*');
  expect(headers.get('access-control-allow-headers')).toBe('authorization, content-type');
  expect(Number(headers.get('access-control-max-age'))).toBeGreaterThan(0);
  expect(headers.get('access-control-allow-credentials')).toBeNull();
  const strict = await start({ origins: ['https://kiosk.example'] });
  const allowed = async (origin: string) =>
    (await preflight(strict, origin)).headers.get('access-control-allow-origin');
  expect(await allowed('https://kiosk.example')).toBe('https://kiosk.example');
  expect(await allowed('https://other.example')).toBeNull();
});

test('lets a page read a refusal and when to try again', async () => {
  const server = await start({ requestsPerMinute: 1 });
  const send = () =>
    fetch(`${server.url}/v1/batches`, { method: 'POST', headers: { origin: 'https://a.example' } });
  for (const status of [401, 429]) {
    const response = await send();
    expect(response.status).toBe(status);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-expose-headers')).toBe('retry-after');
  }
});

test('tells no software and says how browsers should treat an answer', async () => {
  const server = await start();
  for (const path of ['/healthz', '/nothing', '/v1/batches']) {
    const { headers } = await fetch(server.url + path);
    expect(headers.get('server')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  }
});

test('is well while the database answers', async () => {
  const server = await start();
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  await server.store.dispose();
  const unwell = await fetch(`${server.url}/healthz`);
  expect(unwell.status).toBe(503);
  expect(((await unwell.json()) as Refusal).error.kind).toBe('unavailable');
});

test('counts requests and outcomes, and when each kiosk was heard', async () => {
  const server = await start();
  const token = await server.newToken('North "door"');
  await server.post('/v1/batches', sampleBatch(sampleBucket(0), sampleBucket(1)), token);
  await server.post('/v1/batches', sampleBatch(sampleBucket(0)), token);
  await server.post('/v1/secret-address', {});
  const text = await (await fetch(`${server.url}/metrics`)).text();
  expect(text).toContain('vestibule_buckets_total{outcome="stored"} 2');
  expect(text).toContain('vestibule_buckets_total{outcome="same"} 1');
  expect(text).toContain('vestibule_requests_total{method="POST",route="/v1/batches",status="200"} 2');
  expect(text).toMatch(/last_contact_seconds\{kiosk="[\w-]+",name="North \\"door\\""\} \d{10}/);
  expect(text).not.toContain('secret-address');
});

async function metricsStatus({ url }: TestServer, headers: Record<string, string>): Promise<number> {
  return (await fetch(`${url}/metrics`, { headers })).status;
}

test('shows metrics to this machine only, or to whoever has their token', async () => {
  expect(await metricsStatus(await start(), { 'x-forwarded-for': '203.0.113.9' })).toBe(403);
  const server = await start({ metricsToken: 'a-token+/==' });
  expect(await metricsStatus(server, {})).toBe(403);
  for (const wrong of ['a-token+/', 'a-token+/=', 'a-token+/=='.repeat(20)])
    expect(await metricsStatus(server, { authorization: `Bearer ${wrong}` })).toBe(403);
  expect(await metricsStatus(server, { authorization: 'Bearer a-token+/==' })).toBe(200);
});

test('logs neither codes, tokens nor bodies', async () => {
  const server = await start();
  const token = await server.newToken();
  const code = await addCode(server.store.database, 'North door', Date.now());
  await server.post('/v1/enrolments', { protocol: 1, code });
  await server.post('/v1/batches', sampleBatch(sampleBucket(0, { entrance: 'secret-entrance' })), token);
  await server.post('/v1/batches', sampleBatch(sampleBucket(0, { exits: -77_777 })), token);
  await server.post(`/v1/batches?token=${token}`, '{"secret-body', token);
  const log = server.log();
  expect(log.match(/"answered"/g)).toHaveLength(4);
  const secrets = [code, token.split('.')[1] ?? '', 'secret-entrance', '77777', 'secret-body'];
  for (const secret of secrets) expect(log).not.toContain(secret);
});

test('serves the kiosk, isolated, and nothing outside its folder', async () => {
  const folder = join(made.folder, 'kiosk');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<p>kiosk</p>');
  writeFileSync(join(folder, 'assets', 'a.js'), 'export {};');
  const server = await start({ kioskFolder: folder });
  const page = await fetch(server.url);
  expect(await page.text()).toBe('<p>kiosk</p>');
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(page.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect((await fetch(`${server.url}/assets/a.js`)).headers.get('content-type')).toContain('javascript');
  for (const path of ['/nothing.js', '/..%2fcollector.sqlite', '/%2e%2e/collector.sqlite', '/assets'])
    expect((await fetch(server.url + path)).status).toBeGreaterThanOrEqual(400);
});
