import type { Plugin } from 'vite';

const FILE = /@techstark\/opencv-js\/dist\/opencv\.js$/;

/** Stands in the code where the address of the WebAssembly belongs. */
export const WASM_PLACE = '@opencv.wasm@';

const WASM_TEXT = /wasmBinaryFile="data:application\/octet-stream;base64,([A-Za-z0-9+/=]+)"/;

/**
 * Each place at which OpenCV makes functions of text, with what does the same under the app's policy, as Emscripten itself writes it
 * where it is told so (`-sDYNAMIC_EXECUTION=0`).
 */
const REPLACEMENTS: readonly (readonly [found: string, instead: string])[] = [
  [
    String.raw`return new Function("body","return function "+name+"() {\n"+'    "use strict";'+"    return body.apply(this, arguments);\n"+"};\n")(body)`,
    'return Object.defineProperty(function(){return body.apply(this,arguments)},"name",{value:name})',
  ],
  [
    'return new Function("dynCall","rawFunction",body)(dynCall,rawFunction)',
    'return function(...given){return dynCall(rawFunction,...given)}',
  ],
  [
    'var invokerFunction=new_(Function,args1).apply(null,args2);return invokerFunction',
    `return function(...given){
      if(given.length!==argCount-2)throwBindingError("function "+humanName+" called with "+given.length+" arguments, expected "+(argCount-2)+" args!");
      var destructors=needsDestructorStack?[]:null;
      var wired=isClassMethodFunc?[argTypes[1].toWireType(destructors,this)]:[];
      for(var i=2;i<argCount;++i)wired.push(argTypes[i].toWireType(destructors,given[i-2]));
      var rv=cppInvokerFunc(cppTargetFunc,...wired);
      if(needsDestructorStack)runDestructors(destructors);
      else for(var i=isClassMethodFunc?1:2;i<argCount;++i)
        if(argTypes[i].destructorFunction!==null)argTypes[i].destructorFunction(wired[isClassMethodFunc?i-1:i-2]);
      return returns?argTypes[0].fromWireType(rv):undefined
    }`,
  ],
  [
    'var invokerFunction=new_(Function,params).apply(null,args);return __emval_addMethodCaller(invokerFunction)',
    `return __emval_addMethodCaller(function(handle,name,destructors,args){
      var given=[],offset=0;
      for(var i=1;i<argCount;++i){given.push(types[i].readValueFromPointer(args+offset));offset+=types[i]["argPackAdvance"]}
      var rv=handle[name](...given);
      for(var i=1;i<argCount;++i)if(types[i]["deleteObject"])types[i]["deleteObject"](given[i-1]);
      return retType.isVoid?undefined:retType.toWireType(destructors,rv)
    })`,
  ],
  // The address is whole already.
  ['if(!isDataURI(wasmBinaryFile)){wasmBinaryFile=locateFile(wasmBinaryFile)}', ''],
];

/** What `splitOpenCv` makes of the package's one file. */
export interface OpenCvParts {
  /** Makes no code of text; `WASM_PLACE` stands in it, once, where the address of the WebAssembly belongs. */
  readonly code: string;
  readonly wasm: Uint8Array;
}

/** Takes OpenCV's file apart; answers the place that is not there exactly once, where the package has changed. */
export function splitOpenCv(file: string): OpenCvParts | { readonly missing: string } {
  const base64 = WASM_TEXT.exec(file)?.[1];
  if (base64 === undefined) return { missing: 'the WebAssembly' };
  let code = file.replace(WASM_TEXT, () => `wasmBinaryFile="${WASM_PLACE}"`);
  for (const [found, instead] of REPLACEMENTS) {
    const parts = code.split(found);
    if (parts.length !== 2) return { missing: found };
    code = parts.join(instead);
  }
  return { code, wasm: Buffer.from(base64, 'base64') };
}

/**
 * Lets OpenCV run where the policy forbids to make code of text, as it does in the whole of the built app, and gives its WebAssembly a
 * file of its own: as text in a script it takes a browser many seconds to read.
 */
export function buildOpenCv(): Plugin {
  let wasm: string | undefined;
  return {
    name: 'build-opencv',
    transform(file, id) {
      if (!FILE.test(id)) return undefined;
      const parts = splitOpenCv(file);
      if ('missing' in parts)
        this.error(`OpenCV is not as scripts/opencv-build.ts knows it: looked for ${parts.missing}`);
      wasm = this.emitFile({ type: 'asset', name: 'opencv.wasm', source: parts.wasm });
      return { code: parts.code, map: null };
    },
    generateBundle(_, bundle) {
      if (wasm === undefined) return;
      // In the same folder as the script.
      const name = this.getFileName(wasm).split('/').at(-1);
      for (const output of Object.values(bundle))
        if (output.type === 'chunk')
          output.code = output.code.replace(
            new RegExp(`["'\`]${WASM_PLACE}["'\`]`),
            `new URL("${name}",import.meta.url).href`,
          );
    },
  };
}
