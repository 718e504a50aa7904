import { afterEach, expect, test, vi } from 'vitest';
import type { SourceKind } from '../domain/source.ts';
import { takeWriterSeat, type WriterSeat } from './single-writer.ts';

const seats: WriterSeat[] = [];
afterEach(() => {
  for (const seat of seats.splice(0)) seat.dispose();
});

interface Tab {
  readonly seat: WriterSeat;
  readonly onWriter: ReturnType<typeof vi.fn<() => void>>;
  readonly onChange: ReturnType<typeof vi.fn<(kind: SourceKind) => void>>;
}

function openTab(): Tab {
  const onWriter = vi.fn<() => void>();
  const onChange = vi.fn<(kind: SourceKind) => void>();
  const seat = takeWriterSeat(onWriter, onChange);
  seats.push(seat);
  return { seat, onWriter, onChange };
}

/** Resolves when this origin's lock manager has answered all that was asked before. */
async function settle(): Promise<void> {
  await navigator.locks.query();
  await new Promise((resolve) => setTimeout(resolve, 50));
}

test('of two tabs the first writes and the other waits', async () => {
  const [first, second] = [openTab(), openTab()];
  await vi.waitFor(() => expect(first.onWriter).toHaveBeenCalledTimes(1));
  await settle();
  expect(second.onWriter).not.toHaveBeenCalled();
});

test('a seat that is given up hands over to the next in line, once', async () => {
  const [first, second, third] = [openTab(), openTab(), openTab()];
  await vi.waitFor(() => expect(first.onWriter).toHaveBeenCalled());
  first.seat.dispose();
  await vi.waitFor(() => expect(second.onWriter).toHaveBeenCalledTimes(1));
  await settle();
  expect(first.onWriter).toHaveBeenCalledTimes(1);
  expect(third.onWriter).not.toHaveBeenCalled();
});

test('who leaves the line never becomes the writer', async () => {
  const [first, second, third] = [openTab(), openTab(), openTab()];
  await vi.waitFor(() => expect(first.onWriter).toHaveBeenCalled());
  second.seat.dispose();
  first.seat.dispose();
  await vi.waitFor(() => expect(third.onWriter).toHaveBeenCalledTimes(1));
  expect(second.onWriter).not.toHaveBeenCalled();
});

test('a seat that is given up at once never writes', async () => {
  const tab = openTab();
  tab.seat.dispose();
  const next = openTab();
  await vi.waitFor(() => expect(next.onWriter).toHaveBeenCalled());
  expect(tab.onWriter).not.toHaveBeenCalled();
});

test('what one announces reaches the others, and not itself', async () => {
  const [first, second, third] = [openTab(), openTab(), openTab()];
  await settle();
  first.seat.announce('camera');
  await vi.waitFor(() => {
    expect(second.onChange).toHaveBeenCalledTimes(1);
    expect(third.onChange).toHaveBeenCalledTimes(1);
  });
  expect(first.onChange).not.toHaveBeenCalled();
});

test('a newcomer is told what is being counted', async () => {
  const first = openTab();
  first.seat.announce('camera');
  first.seat.announce('demo');
  const second = openTab();
  await vi.waitFor(() => expect(second.onChange).toHaveBeenCalledWith('demo'));
});

test('after a seat is given up it neither tells nor hears', async () => {
  const [first, second, third] = [openTab(), openTab(), openTab()];
  await settle();
  first.seat.dispose();
  first.seat.announce('camera');
  second.seat.announce('camera');
  await vi.waitFor(() => expect(third.onChange).toHaveBeenCalled());
  await settle();
  expect(third.onChange).toHaveBeenCalledTimes(1);
  expect(second.onChange).not.toHaveBeenCalled();
  expect(first.onChange).not.toHaveBeenCalled();
});
