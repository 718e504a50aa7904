/** A ring of staging buffers through which each frame's small result comes back to the CPU. */

interface Slot {
  readonly buffer: GPUBuffer;
  busy: boolean;
}

/** Copies results out of the GPU: `copy` while encoding, `read` after the submit. */
export interface ReadbackRing {
  /** Encodes the copy of all sources, one behind the other, and gives the ticket to read them with. Throws when every slot is in flight. */
  readonly copy: (encoder: GPUCommandEncoder) => ReadbackTicket;
  readonly dispose: () => void;
}

/** What comes back each time: the first `bytes` of a buffer; a whole multiple of 4. */
export interface ReadbackSource {
  readonly buffer: GPUBuffer;
  readonly bytes: number;
}

/** One copy on its way back. */
export interface ReadbackTicket {
  /** Maps the staging buffer, copies its bytes out and frees it. Rejects when the device is lost. */
  readonly read: () => Promise<ArrayBuffer>;
}

function createSlot(device: GPUDevice, index: number, bytes: number): Slot {
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  return { buffer: device.createBuffer({ label: `readback ${index}`, size: bytes, usage }), busy: false };
}

async function readSlot(slot: Slot): Promise<ArrayBuffer> {
  try {
    await slot.buffer.mapAsync(GPUMapMode.READ);
    return slot.buffer.getMappedRange().slice(0);
  } finally {
    slot.buffer.unmap();
    slot.busy = false;
  }
}

/** Creates `slots` staging buffers for the sources; `slots` bounds how many frames may be in flight. */
export function createReadbackRing(
  device: GPUDevice,
  sources: readonly ReadbackSource[],
  slots = 3,
): ReadbackRing {
  const totalBytes = sources.reduce((total, { bytes }) => total + bytes, 0);
  const ring = Array.from({ length: slots }, (_, index) => createSlot(device, index, totalBytes));
  return {
    copy(encoder) {
      const slot = ring.find(({ busy }) => !busy);
      if (slot === undefined) throw new Error('every readback buffer is in flight');
      slot.busy = true;
      let offset = 0;
      for (const { buffer, bytes } of sources) {
        encoder.copyBufferToBuffer(buffer, 0, slot.buffer, offset, bytes);
        offset += bytes;
      }
      return { read: () => readSlot(slot) };
    },
    dispose() {
      for (const { buffer } of ring) buffer.destroy();
    },
  };
}
