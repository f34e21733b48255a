export { type ExactProgram, programSize, type SparseRow } from "./exact-program.js";
export {
  boundValue,
  type ExactOutcome,
  objectiveValue,
  type SimplexOptions,
  solveExactly,
} from "./solve-exactly.js";
export { verifyOutcome } from "./verify-outcome.js";
