import type { ClassifierName } from '../domain/face.ts';
import type { LabState, NetworkFacts } from '../state/lab-state.ts';

/** What is known of the networks that ship; undefined where the file cannot be read, as offline before the app was kept. */
export async function readNetworkFacts(): Promise<LabState['facts']> {
  try {
    const response = await fetch(new URL('models/networks.json', document.baseURI));
    if (!response.ok) return undefined;
    // Made with the app, and held to the networks by a test.
    return (await response.json()) as Record<ClassifierName, NetworkFacts>;
  } catch {
    // Expected trouble: no network, or a server that answers with something else. The Lab explains without a table.
    return undefined;
  }
}
