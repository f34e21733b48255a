export { type ExactProgram, programSize, type SparseRow, satisfies } from "./exact-program.js";
export {
  boundValue,
  type ExactOutcome,
  objectiveValue,
  type SimplexOptions,
  solveExactly,
} from "./solve-exactly.js";
export { verifyOutcome } from "./verify-outcome.js";
