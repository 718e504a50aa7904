/** Loaded into the vision worker: counts which of the GPU objects made from now on are alive. */

declare const gc: () => void;

/** What is made on a device and freed by nobody but the garbage collector, or by `destroy`. */
const MADE_BY: readonly (readonly [owner: { readonly prototype: object }, methods: readonly string[]])[] = [
  [
    GPUDevice,
    [
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
      'createCommandEncoder',
      'importExternalTexture',
    ],
  ],
  [GPUTexture, ['createView']],
];
const DESTROYED: readonly { readonly prototype: object }[] = [GPUBuffer, GPUTexture, GPUQuerySet];

/** One object: what made it, and whether it is alive. */
interface Life {
  readonly madeBy: string;
  alive: boolean;
}

const live = new Map<string, number>();
const lives = new WeakMap<object, Life>();
const end = (life: Life): void => {
  if (!life.alive) return;
  life.alive = false;
  live.set(life.madeBy, (live.get(life.madeBy) ?? 0) - 1);
};
const collected = new FinalizationRegistry(end);

function begin(made: unknown, madeBy: string): void {
  if (typeof made !== 'object' || made === null) return;
  if (made instanceof Promise) {
    void made.then((later: unknown) => begin(later, madeBy));
    return;
  }
  const life: Life = { madeBy, alive: true };
  live.set(madeBy, (live.get(madeBy) ?? 0) + 1);
  lives.set(made, life);
  collected.register(made, life);
}

/** Replaces a method by one that does the same, and shows its owner and its result to `after`. */
function wrap(prototype: object, name: string, after: (owner: object, result: unknown) => void): void {
  const method = Reflect.get(prototype, name) as (...given: unknown[]) => unknown;
  Reflect.set(prototype, name, function (this: object, ...given: unknown[]): unknown {
    const result = method.apply(this, given);
    after(this, result);
    return result;
  });
}

for (const [{ prototype }, methods] of MADE_BY)
  for (const name of methods) wrap(prototype, name, (_owner, made) => begin(made, name));
for (const { prototype } of DESTROYED)
  wrap(prototype, 'destroy', (owner) => {
    const life = lives.get(owner);
    if (life !== undefined) end(life);
  });

/** How many are alive after garbage was collected, by what made them. */
export async function countLive(): Promise<Readonly<Record<string, number>>> {
  for (let round = 0; round < 3; round++) {
    gc();
    // Finalisation runs as a task of its own.
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return Object.fromEntries(live);
}
