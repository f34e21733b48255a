export { checkDense, type DenseOptions, type DenseSession, openDense } from "./check-dense.js";
export { allocateDense, type DenseSlabs, slabView } from "./slabs.js";
export type { DenseArrays, DenseFiles, DenseTables } from "./tables.js";
