/** Counts what a real device is asked for: its methods are wrapped, and do what they always do. */

/** Calls since the last `reset`, by name. */
export interface DeviceCalls {
  readonly counts: () => Readonly<Record<string, number>>;
  readonly reset: () => void;
}

type Method = (...parameters: readonly unknown[]) => unknown;

/** Replaces a method of an object by one that does the same and then shows its result to `after`. */
function wrap(owner: object, name: string, after: (result: unknown) => void): void {
  const method: unknown = Reflect.get(owner, name);
  if (typeof method !== 'function') throw new TypeError(`${name} is no method`);
  const wrapped: Method = (...parameters) => {
    const result: unknown = Reflect.apply(method, owner, parameters);
    after(result);
    return result;
  };
  Object.defineProperty(owner, name, { value: wrapped, configurable: true });
}

const CREATIONS = [
  'createBuffer',
  'createTexture',
  'createSampler',
  'createQuerySet',
  'createBindGroup',
  'createBindGroupLayout',
  'createPipelineLayout',
  'createShaderModule',
  'createComputePipeline',
  'createComputePipelineAsync',
  'createRenderPipeline',
  'createRenderPipelineAsync',
  'importExternalTexture',
] as const;

function ifObject(watch: (made: object) => void): (made: unknown) => void {
  return (made) => {
    if (typeof made === 'object' && made !== null) watch(made);
  };
}

/** Starts to count a device's calls, and those of all encoders, passes and buffers that it makes from now on. */
export function countDeviceCalls(device: GPUDevice): DeviceCalls {
  const calls = new Map<string, number>();
  const count = (owner: object, name: string, after: (result: unknown) => void = () => {}): void =>
    wrap(owner, name, (result) => {
      calls.set(name, (calls.get(name) ?? 0) + 1);
      after(result);
    });
  for (const name of CREATIONS) {
    if (name !== 'createBuffer') count(device, name);
  }
  count(
    device,
    'createBuffer',
    ifObject((buffer) => count(buffer, 'mapAsync')),
  );
  count(
    device,
    'createCommandEncoder',
    ifObject((encoder) => {
      count(encoder, 'copyBufferToBuffer');
      count(
        encoder,
        'beginComputePass',
        ifObject((pass) => {
          count(pass, 'dispatchWorkgroups');
          count(pass, 'dispatchWorkgroupsIndirect');
        }),
      );
    }),
  );
  for (const name of ['submit', 'writeBuffer', 'writeTexture', 'copyExternalImageToTexture'])
    count(device.queue, name);
  return { counts: () => Object.fromEntries(calls), reset: () => calls.clear() };
}
