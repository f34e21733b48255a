export type { CaseTree, Multiplier } from "./case-tree.js";
export {
  CERTIFICATE_FORMAT,
  CERTIFICATE_VERSION,
  type Certificate,
  type Claim,
  certificate,
  certificateDigest,
  environmentData,
  type Proven,
} from "./certificate.js";
export {
  type CorrectedPosteriorPayment,
  correctedPosteriorPayment,
} from "./corrected-posterior-payment.js";
export { type ConstraintInWords, describeConstraint } from "./describe-constraint.js";
export type { Design, DesignOptions, FormulationFacts } from "./design.js";
export { designMechanism } from "./design-mechanism.js";
export { designProblem } from "./design-program.js";
export type { DesignedTables } from "./designed-tables.js";
export {
  type EpsilonFrontier,
  epsilonFrontier,
  type FrontierAnswer,
  type FrontierGap,
  type FrontierOptions,
  type FrontierSegment,
} from "./epsilon-frontier.js";
export type { FrontierPoint } from "./epsilon-interval.js";
export { type EpsilonLine, heightAt } from "./epsilon-line.js";
export {
  comparePosteriorPayment,
  type PosteriorComparison,
  posteriorPaymentProof,
} from "./epsilon-posterior.js";
export { type FiniteTables, finiteTables, type Swap } from "./finite-tables.js";
export {
  type ParticipationBound,
  participationBound,
  participationMultipliers,
} from "./participation-bound.js";
export {
  checkQuestion,
  type DesignQuestion,
  INCENTIVES,
  type Incentives,
  MONEY,
  type Money,
  NOTHING,
  type Objective,
  PARTICIPATION,
  type Participation,
  REVENUE,
  type TabledObjective,
  WELFARE,
  type WeightedObjective,
} from "./question.js";
export { type RowName, rowNameKey } from "./row-name.js";
