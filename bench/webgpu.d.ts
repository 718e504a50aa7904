/** What is used of Dawn for Node, so that the sources can be checked where `bench/` has not been installed. */
declare module 'webgpu' {
  export const create: (options: readonly string[]) => GPU;
  export const globals: object;
}
