/** The journal of a torture: what the kiosk confirmed, written down outside of it, and what that says of its disk and its collector. */

/** What is compared of a bucket. */
export interface SlotTotals {
  readonly epoch: string;
  /** Milliseconds since 1970 UTC. */
  readonly startMs: number;
  readonly revision: number;
  readonly entries: number;
  readonly woman: number;
  readonly man: number;
  readonly undetermined: number;
}

/** What was found to be wrong. */
export interface Finding {
  /** People that are missing, or too many; 0 when only their parts or a revision disagree. */
  readonly people: number;
  readonly what: 'lost' | 'doubled' | 'differs';
  readonly message: string;
}

function keyOf({ epoch, startMs }: SlotTotals): string {
  return `${new Date(startMs).toISOString()} (${epoch})`;
}

function isSame(a: SlotTotals, b: SlotTotals): boolean {
  const names = ['revision', 'entries', 'woman', 'man', 'undetermined'] as const;
  return names.every((name) => a[name] === b[name]);
}

function words({ revision, entries, woman, man, undetermined }: SlotTotals): string {
  return `${entries} = ${woman} + ${man} + ${undetermined} at revision ${revision}`;
}

/** People in all slots. */
export function sumEntries(slots: Iterable<SlotTotals>): number {
  return [...slots].reduce((sum, { entries }) => sum + entries, 0);
}

/** What disagrees between what should be somewhere and what is there; slots that should not be there, too. */
export function compareSlots(
  where: string,
  expected: readonly SlotTotals[],
  found: readonly SlotTotals[],
): readonly Finding[] {
  const wanted = new Map(expected.map((slot) => [keyOf(slot), slot]));
  const there = new Map(found.map((slot) => [keyOf(slot), slot]));
  return [...new Set([...wanted.keys(), ...there.keys()])].flatMap((key) => {
    const [want, have] = [wanted.get(key), there.get(key)];
    if (want !== undefined && have !== undefined && isSame(want, have)) return [];
    const surplus = (have?.entries ?? 0) - (want?.entries ?? 0);
    const what = surplus < 0 ? 'lost' : surplus > 0 ? 'doubled' : 'differs';
    const said = `${want === undefined ? 'nothing' : words(want)}, ${have === undefined ? 'nothing' : words(have)}`;
    return [
      { people: Math.abs(surplus), what, message: `${where}, ${key}: expected and found ${said}` } as const,
    ];
  });
}

/** Follows one kiosk over all its lives. */
export class Journal {
  readonly findings: Finding[] = [];
  /** Writes that were on the disk though the kiosk died before it could say so. */
  keptUnsaid = 0;
  readonly #attempts = new Map<string, SlotTotals[]>();
  #confirmed = new Map<string, SlotTotals>();
  #entriesAtBirth = 0;
  /** Of this life, so that nobody is found to be doubled again and again. */
  #surplusFound = 0;

  /** What is confirmed now. */
  get confirmed(): readonly SlotTotals[] {
    return [...this.#confirmed.values()];
  }

  /** People confirmed since the kiosk was last killed, or began. */
  get countedInThisLife(): number {
    return sumEntries(this.#confirmed.values()) - this.#entriesAtBirth;
  }

  /** The kiosk sets out to write a slot. */
  noteAttempt(slot: SlotTotals): void {
    const key = keyOf(slot);
    this.#attempts.set(key, [...(this.#attempts.get(key) ?? []), slot]);
  }

  /**
   * The kiosk's transaction is complete: from now on this must not be lost.
   *
   * @param peopleSeen different people that this life of the kiosk had shown on its screen before; nobody counts twice, so that no more
   *   can have been counted
   */
  noteConfirmed(slot: SlotTotals, peopleSeen: number): void {
    const key = keyOf(slot);
    const before = this.#confirmed.get(key);
    if (before !== undefined && slot.revision <= before.revision && !isSame(slot, before))
      this.#find(
        'lost',
        Math.max(before.entries - slot.entries, 0),
        `${key}: ${words(before)} became ${words(slot)}`,
      );
    this.#confirmed.set(key, slot);
    const surplus = this.countedInThisLife - peopleSeen - this.#surplusFound;
    if (surplus > 0) {
      this.#surplusFound += surplus;
      this.#find('doubled', surplus, `${key}: ${surplus} counted whom nobody saw`);
    }
  }

  /** The kiosk was killed. */
  noteDeath(): void {
    this.#entriesAtBirth = sumEntries(this.#confirmed.values());
  }

  /** What lies on the disk while nobody writes; the next life begins with it. */
  noteAtRest(slots: readonly SlotTotals[]): void {
    const kept = slots.filter((slot) => this.#isUnsaid(slot));
    this.keptUnsaid += kept.length;
    const expected = new Map(this.#confirmed);
    for (const slot of kept) expected.set(keyOf(slot), slot);
    this.findings.push(...compareSlots('the disk of the kiosk', [...expected.values()], slots));
    this.#confirmed = new Map(slots.map((slot) => [keyOf(slot), slot]));
    this.#attempts.clear();
    this.#surplusFound = 0;
    this.#entriesAtBirth = sumEntries(slots);
  }

  /** Whether a slot is one write further than what was confirmed, and is what the kiosk said it would write, if it came to say so. */
  #isUnsaid(slot: SlotTotals): boolean {
    const key = keyOf(slot);
    const said = this.#attempts.get(key)?.filter(({ revision }) => revision === slot.revision) ?? [];
    const before = this.#confirmed.get(key);
    const next = slot.revision === (before?.revision ?? 0) + 1 && slot.entries >= (before?.entries ?? 0);
    return next && (said.length === 0 || said.some((attempt) => isSame(attempt, slot)));
  }

  #find(what: Finding['what'], people: number, message: string): void {
    this.findings.push({ what, people, message });
  }
}
