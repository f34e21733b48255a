export {
  type Certificate,
  farkasCertificate,
  provesInfeasible,
  provesUnbounded,
  rayCertificate,
} from "./certificates.js";
export { checkProblem } from "./check-problem.js";
export { highsSolver } from "./highs.js";
export type { HighsLocation } from "./highs-runtime.js";
export { type MpsOptions, writeMps } from "./mps.js";
export {
  type ColumnBlock,
  coefficientCount,
  columnName,
  columnWise,
  hasIntegers,
  type LinearProblem,
  objectiveAt,
  type RowBlock,
  rowName,
  type Sense,
} from "./problem.js";
export {
  ColumnBlockBuilder,
  LinearProblemBuilder,
  type ProblemOptions,
  RowBlockBuilder,
} from "./problem-builder.js";
export { dualObjective, type Residuals, residuals } from "./residuals.js";
export {
  BASIS_STATUS,
  type Basis,
  type LinearSolution,
  type ResultStatus,
  type Termination,
} from "./solution.js";
export { columnValues, readSolution, type SolutionFile } from "./solution-file.js";
export type {
  InfeasibleSubset,
  LinearMethod,
  LinearSession,
  LinearSolver,
  Side,
  SolveOptions,
  StopSignal,
  Tolerances,
} from "./solver.js";
export { CompressedBuilder, type CompressedMatrix, combine, multiply, transpose } from "./sparse.js";
