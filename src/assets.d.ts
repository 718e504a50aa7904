declare module '*.tflite?url' {
  const url: string;
  export default url;
}
declare module '*.safetensors?url' {
  const url: string;
  export default url;
}
declare module '*.wasm?url' {
  const url: string;
  export default url;
}
