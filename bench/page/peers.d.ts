/** What is used of the peers, so that the sources can be checked where `bench/` has not been installed. */

declare module '@litertjs/core' {
  export class Tensor {
    constructor(data: Float32Array, shape: number[]);
    data(): Promise<Float32Array>;
    delete(): void;
  }
  export interface CompiledModel {
    readonly isFullyAccelerated: boolean;
    getInputDetails(): readonly { readonly name: string; readonly shape: Int32Array }[];
    run(input: Record<string, Tensor>): Promise<Record<string, Tensor>>;
    delete(): void;
  }
  export function loadLiteRt(
    folder: string,
    options?: { threads?: boolean; jspi?: boolean },
  ): Promise<unknown>;
  export function loadAndCompile(
    model: Uint8Array,
    options: { accelerator: 'webgpu' | 'wasm'; gpuOptions?: { precision: 'fp32' } },
  ): Promise<CompiledModel>;
}

declare module 'onnxruntime-web/webgpu' {
  export class Tensor {
    constructor(type: 'float32', data: Float32Array, shape: readonly number[]);
    getData(): Promise<unknown>;
    dispose(): void;
  }
  export interface InferenceSession {
    run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
    release(): Promise<void>;
  }
  export const InferenceSession: {
    create(model: Uint8Array, options: { executionProviders: string[] }): Promise<InferenceSession>;
  };
  export const env: { wasm: { wasmPaths?: string; numThreads?: number }; logLevel?: string };
}

declare module 'onnxruntime-web/wasm' {
  export * from 'onnxruntime-web/webgpu';
}

declare module '@vladmandic/human' {
  export interface HumanFace {
    readonly box: readonly [x: number, y: number, width: number, height: number];
    readonly gender?: string;
  }
  export default class Human {
    constructor(config: object);
    readonly tf: { getBackend(): string };
    load(): Promise<void>;
    detect(
      input: HTMLCanvasElement,
    ): Promise<{ readonly face: readonly HumanFace[]; readonly error: string | null }>;
  }
}

declare module '@vladmandic/face-api' {
  export interface FaceWithGender {
    readonly detection: {
      readonly box: {
        readonly x: number;
        readonly y: number;
        readonly width: number;
        readonly height: number;
      };
    };
    readonly gender: string;
  }
  export const tf: {
    setWasmPaths(folder: string): void;
    setBackend(name: string): Promise<boolean>;
    ready(): Promise<void>;
  };
  export interface Net {
    loadFromUri(folder: string): Promise<void>;
  }
  export const nets: { readonly ssdMobilenetv1: Net; readonly ageGenderNet: Net };
  export const SsdMobilenetv1Options: new (options: { minConfidence: number; maxResults: number }) => object;
  export function detectAllFaces(
    input: HTMLCanvasElement,
    options: object,
  ): { withAgeAndGender(): Promise<readonly FaceWithGender[]> };
}

declare module '@mediapipe/tasks-vision' {
  export const FilesetResolver: { forVisionTasks(folder: string): Promise<object> };
  export interface Detection {
    readonly boundingBox?: {
      readonly originX: number;
      readonly originY: number;
      readonly width: number;
      readonly height: number;
    };
  }
  export class FaceDetector {
    static createFromOptions(fileset: object, options: object): Promise<FaceDetector>;
    detect(image: HTMLCanvasElement): { readonly detections: readonly Detection[] };
    close(): void;
  }
}

declare module 'flatbuffers' {
  export class Builder {
    constructor(size?: number);
    prep(size: number, additionalBytes: number): void;
    writeInt8(value: number): void;
    addInt8(value: number): void;
    addFloat32(value: number): void;
    addOffset(offset: number): void;
    addFieldInt8(field: number, value: number, byDefault: number): void;
    addFieldInt32(field: number, value: number, byDefault: number): void;
    addFieldOffset(field: number, value: number, byDefault: number): void;
    startObject(fields: number): void;
    endObject(): number;
    startVector(elementBytes: number, count: number, alignment: number): void;
    endVector(): number;
    createString(text: string): number;
    finish(root: number, identifier: string): void;
    asUint8Array(): Uint8Array;
  }
  export class ByteBuffer {
    constructor(bytes: Uint8Array);
    readInt32(at: number): number;
    __offset(table: number, vtableOffset: number): number;
    __indirect(at: number): number;
    __vector(at: number): number;
    __vector_len(at: number): number;
  }
}
