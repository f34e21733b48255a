export {
  CERTIFICATE_FORMAT,
  CERTIFICATE_VERSION,
  type Certificate,
  certificate,
  certificateDigest,
} from "./certificate.js";
export { type ConstraintInWords, describeConstraint } from "./describe-constraint.js";
export {
  type Design,
  type DesignedTables,
  type DesignOptions,
  designMechanism,
  type Multiplier,
} from "./design-mechanism.js";
export type { ExactProgram, SparseRow } from "./exact-program.js";
export { type ExactOutcome, type SimplexOptions, solveSparseExactly } from "./exact-simplex.js";
export { type FiniteTables, finiteTables } from "./finite-tables.js";
export {
  checkQuestion,
  type DesignQuestion,
  INCENTIVES,
  type Incentives,
  MONEY,
  type Money,
  type Objective,
  PARTICIPATION,
  type Participation,
  REVENUE,
  WELFARE,
} from "./question.js";
export { type RowName, rowNameKey } from "./row-name.js";
