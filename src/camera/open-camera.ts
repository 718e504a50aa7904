/** The camera: permission, choice of device, and each way it can fail as a value. */
import type { CameraChoice, SourceFault, SourceFaultKind } from '../domain/source.ts';
import type { FrameStream } from './frame-stream.ts';
import { createVideoFrames } from './video-frames.ts';

/** Asked of every camera; it may give less. Enough pixels for faces across an entrance, and not more than are looked at. */
const WANTED = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };

/** How long a camera may take from being opened to its first picture, milliseconds. */
const FIRST_PICTURE_MS = 10_000;

const FAULT_OF_ERROR: Readonly<Record<string, SourceFaultKind>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'absent',
  OverconstrainedError: 'absent',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

function toFault(error: unknown): SourceFault {
  if (!(error instanceof DOMException)) return { kind: 'busy', detail: String(error) };
  return { kind: FAULT_OF_ERROR[error.name] ?? 'busy', detail: `${error.name}: ${error.message}` };
}

/** Opens the stream of the chosen camera, or of any when the chosen one is not there. */
async function openStream(deviceId: string | undefined): Promise<MediaStream | SourceFault> {
  if (!('mediaDevices' in navigator) || navigator.mediaDevices === undefined)
    return { kind: 'insecure', detail: location.origin };
  const chosen = deviceId === undefined ? {} : { deviceId: { exact: deviceId } };
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { ...WANTED, ...chosen } });
  } catch (error) {
    // Expected trouble: every refusal of getUserMedia is one of the faults that have a screen.
    const fault = toFault(error);
    return fault.kind === 'absent' && deviceId !== undefined ? openStream(undefined) : fault;
  }
}

async function play(video: HTMLVideoElement, stream: MediaStream): Promise<SourceFault | undefined> {
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  const { promise: late, resolve } = Promise.withResolvers<SourceFault>();
  const timer = setTimeout(
    () => resolve({ kind: 'stalled', detail: 'the camera opened but sent no picture' }),
    FIRST_PICTURE_MS,
  );
  try {
    return await Promise.race([late, video.play().then(() => undefined)]);
  } catch (error) {
    // Expected trouble: play() rejects when the stream ends before its first picture.
    return { kind: 'busy', detail: String(error) };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Opens a camera, asking the person for permission when the browser must.
 *
 * @param deviceId the browser's name of the camera; undefined lets the browser choose
 */
export async function openCamera(deviceId: string | undefined): Promise<FrameStream | SourceFault> {
  const stream = await openStream(deviceId);
  if (!(stream instanceof MediaStream)) return stream;
  const video = document.createElement('video');
  const stop = (): void => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  const fault = await play(video, stream);
  if (fault !== undefined) {
    stop();
    return fault;
  }
  const frames = createVideoFrames(video);
  const [track] = stream.getVideoTracks();
  const label = track?.label ?? '';
  track?.addEventListener('ended', () => frames.fail({ kind: 'unplugged', detail: label }));
  return {
    label: label === '' ? 'Camera' : label,
    picture: video,
    nextFrame: frames.next,
    dispose() {
      frames.dispose();
      stop();
    },
  };
}

/** The cameras that are connected; their labels are empty until the person has allowed one. */
export async function listCameras(): Promise<readonly CameraChoice[]> {
  if (!('mediaDevices' in navigator) || navigator.mediaDevices === undefined) return [];
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
    .map(({ deviceId, label }, index) => ({ deviceId, label: label === '' ? `Camera ${index + 1}` : label }));
}

/** Calls `onChange` when a camera comes or goes, or when its permission changes. Returns how to stop. */
export function watchCameras(onChange: () => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  if ('mediaDevices' in navigator && navigator.mediaDevices !== undefined)
    navigator.mediaDevices.addEventListener('devicechange', onChange, { signal });
  navigator.permissions
    .query({ name: 'camera' })
    .then((permission) => permission.addEventListener('change', onChange, { signal }))
    .catch(() => {
      // Browsers that do not tell about the camera's permission leave it to the person to try again.
    });
  return () => stop.abort();
}
