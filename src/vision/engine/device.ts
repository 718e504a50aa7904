/** The GPU device: asked for once, with what it is in words. */

/** A device and what is known of its adapter. */
export interface OpenDevice {
  readonly device: GPUDevice;
  /** Vendor, architecture and description, as far as the browser tells. */
  readonly adapter: string;
  /** Whether the adapter is a CPU in disguise (SwiftShader, llvmpipe, WARP). */
  readonly software: boolean;
}

const SOFTWARE_ADAPTER = /swiftshader|llvmpipe|lavapipe|software|warp|microsoft basic render/i;

/** Whether an adapter of this description is a CPU in disguise. */
export function isSoftwareAdapter(words: string): boolean {
  return SOFTWARE_ADAPTER.test(words);
}

/** Asked for where an adapter has them: to tell how long kernels take, and for kernels that come in ways with subgroups or f16. */
const OPTIONAL_FEATURES: readonly GPUFeatureName[] = ['timestamp-query', 'subgroups', 'shader-f16'];

/** Opens a device with the default limits, or says in one sentence why there is none. */
export async function openDevice(): Promise<OpenDevice | string> {
  if (!('gpu' in navigator) || navigator.gpu === undefined) return 'This browser has no WebGPU.';
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) return 'This browser offers WebGPU, but no graphics adapter for it.';
  const { vendor, architecture, description, device: model } = adapter.info;
  const words = [vendor, architecture, model, description].filter((word) => word !== '').join(' ');
  const requiredFeatures = OPTIONAL_FEATURES.filter((feature) => adapter.features.has(feature));
  try {
    const device = await adapter.requestDevice({ label: 'vestibule', requiredFeatures });
    return {
      device,
      adapter: words || 'unnamed adapter',
      software: isSoftwareAdapter(words) || adapter.info.isFallbackAdapter === true,
    };
  } catch (error) {
    // Expected trouble: drivers refuse a device when memory is short or after a crash.
    return `The graphics adapter (${words}) gave no device: ${String(error)}`;
  }
}
