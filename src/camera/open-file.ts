import type { SourceFault } from '../domain/source.ts';
import type { FrameStream } from './frame-stream.ts';
import { createVideoFrames } from './video-frames.ts';

/** Opens a recorded video from the device and plays it again and again at its own speed. The file is read where it lies. */
export async function openFile(file: File): Promise<FrameStream | SourceFault> {
  const video = document.createElement('video');
  const address = URL.createObjectURL(file);
  const close = (): void => {
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(address);
  };
  video.muted = true;
  video.loop = true;
  video.playsInline = true;
  video.src = address;
  try {
    await video.play();
  } catch (error) {
    // Expected trouble: the file is damaged, no video, or of a kind for which this browser has no decoder.
    close();
    const reason = error instanceof Error ? error.message : String(error);
    return {
      kind: 'unreadable',
      detail: `${file.name}: expected a video that this browser plays. ${reason}`,
    };
  }
  const frames = createVideoFrames(video);
  video.addEventListener('error', () =>
    frames.fail({
      kind: 'unreadable',
      detail: `${file.name}: ${video.error?.message ?? 'it stopped playing'}`,
    }),
  );
  return {
    label: file.name,
    picture: video,
    nextFrame: frames.next,
    dispose() {
      frames.dispose();
      close();
    },
  };
}
