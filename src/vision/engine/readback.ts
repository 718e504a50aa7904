/** A ring of staging buffers through which each frame's small result comes back to the CPU. */

interface Slot {
  readonly buffer: GPUBuffer;
  busy: boolean;
}

/** Copies results out of the GPU: `copy` while encoding, `read` after the submit. */
export interface ReadbackRing {
  /** Encodes the copy of `source` (whole, `bytes` long) and gives the ticket to read it with. Throws when every slot is still mapped. */
  readonly copy: (encoder: GPUCommandEncoder, source: GPUBuffer) => ReadbackTicket;
  readonly dispose: () => void;
}

/** One copy on its way back. */
export interface ReadbackTicket {
  /** Maps the staging buffer, copies its bytes out and frees it. Rejects when the device is lost. */
  readonly read: () => Promise<ArrayBuffer>;
}

/** Creates `slots` staging buffers of `bytes` each; `slots` bounds how many frames may be in flight. */
export function createReadbackRing(device: GPUDevice, bytes: number, slots = 3): ReadbackRing {
  const ring: Slot[] = Array.from({ length: slots }, (_, index) => ({
    buffer: device.createBuffer({
      label: `readback ${index}`,
      size: bytes,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    }),
    busy: false,
  }));
  return {
    copy(encoder, source) {
      const slot = ring.find(({ busy }) => !busy);
      if (slot === undefined) throw new Error('every readback buffer is in flight');
      slot.busy = true;
      encoder.copyBufferToBuffer(source, 0, slot.buffer, 0, bytes);
      return {
        async read() {
          try {
            await slot.buffer.mapAsync(GPUMapMode.READ);
            return slot.buffer.getMappedRange().slice(0);
          } finally {
            slot.buffer.unmap();
            slot.busy = false;
          }
        },
      };
    },
    dispose() {
      for (const { buffer } of ring) buffer.destroy();
    },
  };
}
