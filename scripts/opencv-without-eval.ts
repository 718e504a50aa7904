import type { Plugin } from 'vite';

const FILE = /@techstark\/opencv-js\/dist\/opencv\.js$/;

/**
 * Each place at which OpenCV makes functions of text, and one at which it fetches its own data address, with what does the same
 * under the app's policy. The functions are those that Emscripten itself writes where it is told so (`-sDYNAMIC_EXECUTION=0`).
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
  [
    'typeof fetch==="function"){return fetch(wasmBinaryFile,',
    '!isDataURI(wasmBinaryFile)){return fetch(wasmBinaryFile,',
  ],
];

/** OpenCV's text with all replacements made; the place that is not there exactly once, where the package has changed. */
export function withoutEval(code: string): { readonly code: string } | { readonly missing: string } {
  let changed = code;
  for (const [found, instead] of REPLACEMENTS) {
    const parts = changed.split(found);
    if (parts.length !== 2) return { missing: found };
    changed = parts.join(instead);
  }
  return { code: changed };
}

/** Lets OpenCV run where the policy forbids to make code of text, as it does in the whole of the built app. */
export function opencvWithoutEval(): Plugin {
  return {
    name: 'opencv-without-eval',
    transform(code, id) {
      if (!FILE.test(id)) return undefined;
      const changed = withoutEval(code);
      if ('missing' in changed)
        this.error(`OpenCV is not as scripts/opencv-without-eval.ts knows it: looked for ${changed.missing}`);
      return { code: changed.code, map: null };
    },
  };
}
