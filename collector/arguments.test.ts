import { expect, test } from 'vitest';
import { parseCollectorArguments } from './arguments.ts';

test('serves on this machine only unless it is told more', () => {
  expect(parseCollectorArguments([])).toEqual({
    ok: true,
    value: {
      command: 'serve',
      dataFolder: './collector-data',
      serve: {
        host: '127.0.0.1',
        port: 8787,
        tlsFiles: undefined,
        kioskFolder: undefined,
        origins: '*',
        trustProxy: false,
        requestsPerMinute: 6000,
        keepDays: undefined,
      },
    },
  });
});

test('reads the commands', () => {
  expect(parseCollectorArguments(['enrol', '--name', ' Tür Ost ', '--data', 'x'])).toEqual({
    ok: true,
    value: { command: 'enrol', name: 'Tür Ost', dataFolder: 'x' },
  });
  expect(parseCollectorArguments(['revoke', 'an-id'])).toMatchObject({
    value: { command: 'revoke', id: 'an-id' },
  });
  expect(parseCollectorArguments(['buckets', '--json'])).toMatchObject({
    value: { command: 'buckets', json: true },
  });
  expect(parseCollectorArguments(['password'])).toMatchObject({ value: { command: 'password' } });
  expect(parseCollectorArguments(['--keep-days', '400'])).toMatchObject({
    value: { serve: { keepDays: 400 } },
  });
  expect(parseCollectorArguments(['import', 'a.json', 'b.json'])).toMatchObject({
    value: { command: 'import', files: [{ path: 'a.json' }, { path: 'b.json' }] },
  });
  const trusting = ['import', 'a.json', '--trust', 'KEY', '--receipt', 'r.json'];
  expect(parseCollectorArguments([...trusting, '--name', ' East door '])).toMatchObject({
    value: {
      files: [
        { path: 'a.json', receiptPath: 'r.json', trust: { fingerprint: 'KEY', as: { name: 'East door' } } },
      ],
    },
  });
  expect(parseCollectorArguments([...trusting, '--as', 'an-id'])).toMatchObject({
    value: { files: [{ trust: { fingerprint: 'KEY', as: { id: 'an-id' } } }] },
  });
  const serve = parseCollectorArguments(['--origin', 'https://a.example', '--origin', 'https://b.example']);
  expect(serve).toMatchObject({ value: { serve: { origins: ['https://a.example', 'https://b.example'] } } });
});

test.each([
  ['--port is a number up to 65535, not "many"', ['--port', 'many']],
  ['--port is a number up to 65535, not "65536"', ['--port', '65536']],
  ['--requests-per-minute is a number of requests, not "0"', ['--requests-per-minute', '0']],
  ['--keep-days is a number of days, not "0"', ['--keep-days', '0']],
  ['"x" is too much', ['password', 'x']],
  ["Unknown option '--nothing'", ['--nothing']],
  ['there is no command "dance"', ['dance']],
  ['say what to call the kiosk', ['enrol']],
  ['say what to call the kiosk', ['enrol', '--name', 'a\nb']],
  ['say which kiosk', ['revoke']],
  ['say which file', ['import']],
  ['about one file', ['import', 'a', 'b', '--receipt', 'r']],
  ['about one file', ['import', 'a', 'b', '--trust', 'KEY', '--name', 'x']],
  ['name the key too', ['import', 'a', '--name', 'x']],
  ['say whose key it is', ['import', 'a', '--trust', 'KEY']],
  ['say whose key it is', ['import', 'a', '--trust', 'KEY', '--name', 'x', '--as', 'y']],
  ['say what to call the kiosk', ['import', 'a', '--trust', 'KEY', '--name', ' ']],
  ['"b" is too much', ['revoke', 'a', 'b']],
  ['"x" is too much', ['kiosks', 'x']],
  ['name both --tls-cert and --tls-key', ['--tls-cert', 'x']],
])('says: %s', (message, args) => {
  const parsed = parseCollectorArguments(args);
  expect(parsed.ok ? '' : parsed.message).toContain(message);
});
