export { apportion } from "./apportion.js";
export { type BudgetRange, budgetRange } from "./budget-range.js";
export { type CommonSourceRow, commonSourceTable, withCommonSource } from "./common-source.js";
export * from "./composition.js";
export { compositionFreeBound } from "./composition-free-bound.js";
export * from "./condition.js";
export type { CountedRuleName, PrivatePopulation } from "./counted-rules.js";
export {
  type Counts,
  type CountsPart,
  checkCounts,
  mergeCounts,
  newCounts,
} from "./counts.js";
export { type ExactAnswer, type ExactOverpayment, exactIncentives } from "./exact-incentives.js";
export { type ExpectedShift, expectedShift } from "./expected-shift.js";
export * from "./geometric-tail.js";
export * from "./growth-rate.js";
export { type IncentiveTail, incentiveTail } from "./incentive-tail.js";
export {
  type IncentiveAnswer,
  incentiveGain,
  type Lie,
  type PopulationStudy,
  studyPopulation,
} from "./incentives.js";
export { mergeEqualStates } from "./merge-equal-states.js";
export {
  type LargestAmount,
  type MisspecifiedAnswer,
  misspecifiedIncentives,
  type SignalType,
} from "./misspecified.js";
export { type MisspecifiedLimit, misspecifiedLimit, type SettledOutcome } from "./misspecified-limit.js";
export { type MisspecifiedStudy, studyMisspecified } from "./misspecified-study.js";
export { type OutcomeFacts, type Overpayment, outcomeFacts } from "./outcome-facts.js";
export {
  chernoffInformation,
  type PairCoefficients,
  pairCoefficients,
  slowestPair,
} from "./pair-coefficients.js";
export * from "./population.js";
export type { Amount, StatePosterior } from "./posterior-amounts.js";
export * from "./private-populations.js";
export { type ProofConstants, proofConstants, utilityNorm } from "./proof-constants.js";
export { type FailureProbability, failureProbability, type ProofEvents } from "./proof-events.js";
export { type ProofTail, proofTail } from "./proof-tail.js";
export { roughCells } from "./rough-cells.js";
export { type SeparationCost, separationClasses, separationCost } from "./separation.js";
export * from "./settle.js";
export { type SettledState, settledStates } from "./settled-states.js";
export type { SignalModel } from "./signal-model.js";
export * from "./thresholds.js";
export { type Tie, type TiedCompositions, tiedCompositions, tiesAt } from "./tied-compositions.js";
export { type WorstComposition, worstComposition } from "./worst-composition.js";
