/** Addresses of scripts that the page may start, told to the browser's Trusted Types. */

/** What the page needs of the browser's factory of policies. */
interface PolicyFactory {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (address: string) => string },
  ) => { readonly createScriptURL: (address: string) => object };
}

function ownAddress(address: string): string {
  const url = new URL(address, document.baseURI);
  // A bug if it ever happens: no address of a script comes from outside the build.
  if (url.origin !== location.origin) throw new TypeError(`${url.origin} is not where the app comes from`);
  return url.href;
}

function makePolicy(): (address: string) => string {
  const factory: PolicyFactory | undefined = Reflect.get(globalThis, 'trustedTypes');
  if (factory === undefined) return ownAddress;
  const policy = factory.createPolicy('vestibule', { createScriptURL: ownAddress });
  // The browser takes the trusted object wherever the types know an address only.
  return (address) => policy.createScriptURL(address) as unknown as string;
}

let trusted: ((address: string) => string) | undefined;

/**
 * An address that a worker or service worker may be started from.
 *
 * @throws TypeError when it is not of the app's own origin
 */
export function scriptUrl(address: string): string {
  // A policy can be made once only.
  trusted ??= makePolicy();
  return trusted(address);
}
