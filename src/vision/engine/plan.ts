/** A plan: kernels with their buffers, compiled and bound once, encoded every frame without allocating anything. */
import type { BindingKind, DispatchSize, Kernel, KernelCode, KernelVariant } from './kernels/kernel.ts';
import type { PassFor } from './passes.ts';

/** One dispatch to be: a kernel, its compile-time facts and what it binds, in the order of `kernel.bindings`. */
export interface PlanStep {
  readonly label: string;
  readonly kernel: KernelCode;
  readonly overrides: Record<string, number>;
  /** What its uniform holds; none for a kernel without one. */
  readonly facts: Record<string, number>;
  readonly dispatch: DispatchSize;
  readonly alternatives: readonly KernelVariant[];
  readonly resources: readonly GPUBindingResource[];
}

/** Compiled steps. */
export interface Plan {
  /**
   * Records all steps into the passes it is given; returns how many dispatches that made.
   *
   * @param items for how many of the batch's items work is launched at most; all when it is not said. A workgroup costs something
   *   even if its item turns out not to exist: drivers clear its memory first.
   */
  readonly encode: (passFor: PassFor, items?: number) => number;
}

/** Makes a step of a kernel and the facts of one layer. */
export function planStep<Parameters>(
  label: string,
  kernel: Kernel<Parameters>,
  parameters: Parameters,
  resources: readonly GPUBindingResource[],
): PlanStep {
  return {
    label,
    kernel,
    overrides: kernel.overrides(parameters),
    facts: kernel.facts?.(parameters) ?? {},
    dispatch: kernel.dispatch(parameters),
    alternatives: kernel.alternatives?.(parameters) ?? [],
    resources,
  };
}

function layoutEntry(kind: BindingKind, binding: number): GPUBindGroupLayoutEntry {
  const entry = { binding, visibility: GPUShaderStage.COMPUTE };
  switch (kind) {
    case 'read':
    case 'weights':
      return { ...entry, buffer: { type: 'read-only-storage' } };
    case 'write':
      return { ...entry, buffer: { type: 'storage' } };
    case 'uniform':
      return { ...entry, buffer: { type: 'uniform' } };
    case 'texture':
      return { ...entry, texture: { sampleType: 'float' } };
    case 'external-texture':
      return { ...entry, externalTexture: {} };
    case 'storage-texture':
      return { ...entry, storageTexture: { format: 'rgba8unorm', access: 'write-only' } };
    case 'sampler':
      return { ...entry, sampler: { type: 'filtering' } };
  }
}

/** The layout of a kernel's `@group(0)`. */
export function bindGroupLayoutOf(
  device: GPUDevice,
  kernel: Pick<KernelCode, 'name' | 'bindings'>,
): GPUBindGroupLayout {
  return device.createBindGroupLayout({ label: kernel.name, entries: kernel.bindings.map(layoutEntry) });
}

/**
 * Compiles one kernel.
 *
 * @throws Error naming the step when the WGSL or its constants are refused: a bug, never an expected state.
 */
export async function compileKernel(
  device: GPUDevice,
  step: Pick<PlanStep, 'label' | 'kernel' | 'overrides'>,
  layout: GPUBindGroupLayout,
): Promise<GPUComputePipeline> {
  const module = device.createShaderModule({ label: step.kernel.name, code: step.kernel.wgsl });
  try {
    return await device.createComputePipelineAsync({
      label: step.label,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module, entryPoint: 'main', constants: step.overrides },
    });
  } catch (error) {
    // Rethrown with the kernel's name and the compiler's words, which the browser's own message leaves out.
    const { messages } = await module.getCompilationInfo();
    const words = messages.map(({ lineNum, message }) => `line ${lineNum}: ${message}`).join('; ');
    throw new Error(
      `kernel ${step.kernel.name} (${step.label}) does not compile: ${words || String(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** Compiles all steps in parallel, each distinct kernel and set of constants once, and binds their resources. */
export async function createPlan(device: GPUDevice, steps: readonly PlanStep[]): Promise<Plan> {
  return createPlanWith(createPipelines(device), steps);
}

/** Plans that share their pipelines, in the order of their steps. */
export async function createPlans<Lists extends readonly (readonly PlanStep[])[]>(
  device: GPUDevice,
  lists: Lists,
): Promise<{ readonly [Index in keyof Lists]: Plan }> {
  const pipelines = createPipelines(device);
  const plans = await Promise.all(lists.map((steps) => createPlanWith(pipelines, steps)));
  // As many plans as there are lists, which `map` does not tell.
  return plans as unknown as { readonly [Index in keyof Lists]: Plan };
}

/** Layouts and pipelines of a device, each made when it is first asked for. */
interface Pipelines {
  readonly device: GPUDevice;
  readonly layoutOf: (step: PlanStep) => GPUBindGroupLayout;
  readonly pipelineOf: (step: PlanStep) => Promise<GPUComputePipeline>;
}

function createPipelines(device: GPUDevice): Pipelines {
  const layouts = new Map<string, GPUBindGroupLayout>();
  const pipelines = new Map<string, Promise<GPUComputePipeline>>();
  const layoutOf: Pipelines['layoutOf'] = ({ kernel }) => {
    const layout = layouts.get(kernel.name) ?? bindGroupLayoutOf(device, kernel);
    layouts.set(kernel.name, layout);
    return layout;
  };
  return {
    device,
    layoutOf,
    pipelineOf(step) {
      const key = `${step.kernel.name} ${JSON.stringify(step.overrides)}`;
      const pipeline = pipelines.get(key) ?? compileKernel(device, step, layoutOf(step));
      pipelines.set(key, pipeline);
      return pipeline;
    },
  };
}

async function createPlanWith(
  { device, layoutOf, pipelineOf }: Pipelines,
  steps: readonly PlanStep[],
): Promise<Plan> {
  const compiled = await Promise.all(
    steps.map(async (step) => {
      const entries = step.resources.map((resource, binding) => ({ binding, resource }));
      const bindGroup = device.createBindGroup({ label: step.label, layout: layoutOf(step), entries });
      const { label, dispatch } = step;
      return { label, pipeline: await pipelineOf(step), bindGroup, dispatch };
    }),
  );
  return {
    encode(passFor, items = Infinity) {
      for (const { label, pipeline, bindGroup, dispatch } of compiled) {
        const [x, y, z] = dispatch;
        const pass = passFor(label);
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, bindGroup);
        pass.dispatchWorkgroups(x, y, Math.min(z, items));
      }
      return compiled.length;
    },
  };
}
