export {
  type LongestPathOptions,
  type LongestPathPotentials,
  type LongestPaths,
  longestPathPotentials,
  longestPathsFrom,
  pathTo,
} from "./longest-paths.js";
export { type MaximumCycleMean, maximumCycleMean } from "./maximum-cycle-mean.js";
export type { PositiveCycle } from "./path-errors.js";
export { type PaymentRange, type TransferRange, transferRange } from "./transfer-range.js";
