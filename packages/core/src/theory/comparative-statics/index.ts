export type { Family, FamilyOptions, FamilyStatus, Quadruple } from "./family.js";
export {
  type IncreasingDifferences,
  increasingDifferences,
  strictlyIncreasingDifferences,
} from "./increasing-differences.js";
export {
  type ArgmaxViolation,
  type MonotoneArgmax,
  milgromShannon,
  milgromShannonBruteForce,
} from "./milgrom-shannon.js";
export { type SingleCrossing, singleCrossing } from "./single-crossing.js";
export { argmaxSet, type OrderFailure, strongSetOrderFailure } from "./strong-set-order.js";
