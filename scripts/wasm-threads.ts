import type { Plugin } from 'vite';

const FILE = /tfjs-backend-wasm-threaded-simd\.js$/;
/** Where the function begins whose text TensorFlow.js hands to its threads. */
const FUNCTION_START = 'return (\nfunction(WasmBackendModuleThreadedSimd)';

/**
 * TensorFlow.js starts its threads with the text of a function, which asks by `typeof` for a variable around it. A minifier that
 * knows the variable leaves the `typeof` out, and every thread fails; a property of the global object is beyond its knowledge.
 */
export function keepWasmThreads(): Plugin {
  return {
    name: 'keep-wasm-threads',
    transform(code, id) {
      if (!FILE.test(id)) return undefined;
      const start = code.indexOf(FUNCTION_START);
      if (start < 0)
        this.error('the threads of TensorFlow.js start in another way now: see scripts/wasm-threads.ts');
      return {
        code: code.slice(0, start) + code.slice(start).replaceAll('_scriptDir', 'self._scriptDir'),
        map: null,
      };
    },
  };
}
