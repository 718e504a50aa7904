import { expect, test } from '@playwright/test';
import { compareSlots, Journal, type SlotTotals } from './journal.ts';

function slot(revision: number, entries: number, startMs = 0): SlotTotals {
  return { epoch: 'life', startMs, revision, entries, woman: entries, man: 0, undetermined: 0 };
}

/** A journal of a kiosk that confirmed `slots`, having seen as many people as they have. */
function journalOf(...slots: readonly SlotTotals[]): Journal {
  const journal = new Journal();
  for (const one of slots) {
    journal.noteAttempt(one);
    journal.noteConfirmed(one, 100);
  }
  return journal;
}

test('a disk that has what was confirmed is in order', () => {
  const journal = journalOf(slot(1, 2), slot(2, 3), slot(1, 1, 900_000));
  journal.noteAtRest([slot(2, 3), slot(1, 1, 900_000)]);
  expect(journal.findings).toEqual([]);
});

test('a slot that went back, or is gone, has lost its people', () => {
  const journal = journalOf(slot(1, 2), slot(2, 5), slot(1, 1, 900_000));
  journal.noteAtRest([slot(1, 2)]);
  expect(journal.findings).toMatchObject([
    { what: 'lost', people: 3 },
    { what: 'lost', people: 1 },
  ]);
});

test('a revision that comes again with fewer people has lost the others', () => {
  expect(journalOf(slot(1, 2), slot(2, 5), slot(2, 3)).findings).toMatchObject([{ what: 'lost', people: 2 }]);
});

test('a write that lasted though nobody confirmed it is kept, and nobody in it is doubled', () => {
  const journal = journalOf(slot(1, 2));
  journal.noteAttempt(slot(2, 3));
  journal.noteAtRest([slot(2, 3)]);
  expect(journal.keptUnsaid).toBe(1);
  expect(journal.findings).toEqual([]);
  expect(journal.confirmed).toEqual([slot(2, 3)]);
});

test('a write that nobody heard of may add people, and take none away', () => {
  const journal = journalOf(slot(1, 2));
  journal.noteAtRest([slot(2, 3)]);
  expect(journal.findings).toEqual([]);
  journal.noteAtRest([slot(3, 1)]);
  expect(journal.findings).toMatchObject([{ what: 'lost', people: 2 }]);
});

test('what the kiosk never set out to write is not its own', () => {
  const journal = journalOf(slot(1, 2));
  journal.noteAttempt(slot(2, 3));
  journal.noteAtRest([slot(2, 4)]);
  expect(journal.findings).toMatchObject([{ what: 'doubled', people: 2 }]);
});

test('more people than were ever seen in this life are doubled', () => {
  const journal = journalOf(slot(1, 2));
  journal.noteAtRest([slot(1, 2)]);
  journal.noteConfirmed(slot(2, 4), 2);
  expect(journal.findings).toEqual([]);
  journal.noteConfirmed(slot(3, 6), 3);
  journal.noteConfirmed(slot(4, 6), 3);
  expect(journal.findings).toMatchObject([{ what: 'doubled', people: 1 }]);
});

test('two accounts of the same slots are compared slot by slot', () => {
  const kiosk = [slot(2, 5), slot(1, 1, 900_000), slot(3, 4, 1_800_000)];
  const collector = [slot(2, 5), slot(1, 2, 900_000), slot(4, 4, 1_800_000), slot(1, 3, 2_700_000)];
  expect(compareSlots('the collector', kiosk, collector)).toMatchObject([
    { what: 'doubled', people: 1 },
    { what: 'differs', people: 0 },
    { what: 'doubled', people: 3 },
  ]);
});
