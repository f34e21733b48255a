export { discretizeModel, type Grid } from "./discretize-model.js";
export {
  DISTRIBUTION_FAMILIES,
  type DistributionFamily,
  type Observations,
  readDistribution,
} from "./distribution-expression.js";
export { type EnclosedFormula, enclosedFormula, type Range } from "./enclosed-formula.js";
export { compareWithExpectations } from "./expectations.js";
export { FUNCTIONS } from "./expression/functions.js";
export { bendsAlong, requireDifferentiable, requireFinite } from "./formula-domain.js";
export { withFurtherProblems } from "./further-problems.js";
export { type HazardShape, hazardShape } from "./hazard-shape.js";
export type { IntervalAgent, IntervalWorld, QuantitiesWorld } from "./interval-world/interval-world.js";
export { type ObjectAgent, type ObjectWorld, objectOf } from "./interval-world/object-of.js";
export type { OwnFormula } from "./interval-world/own-formula.js";
export { type ProjectWorld, projectOf } from "./interval-world/project-of.js";
export { readIntervalWorld } from "./interval-world/read-interval-world.js";
export * from "./load.js";
export { type BuiltModel, buildEnvironment } from "./model-file/environment.js";
export { buildMechanism, noMechanism } from "./model-file/mechanism.js";
export { type ParsedModel, parseModel } from "./model-file/parse.js";
export { printModel, printRaw } from "./model-file/print.js";
export type { SideFiles } from "./model-file/reader.js";
export { jsonSchema, type ModelFile, modelSchema } from "./model-file/schema.js";
export { decodeSource, LARGEST_SOURCE, parseSource, type Raw } from "./model-file/source.js";
export { isIntervalWorld } from "./model-file/whole-intervals.js";
export { nearest } from "./nearest.js";
export { readObjective } from "./objective.js";
export {
  cellsOf,
  type DifferencesDomain,
  type DifferencesProof,
  proveDifferences,
} from "./prove-differences.js";
export { readPopulation } from "./read-population.js";
export { resizeModel, statedCounts, withMechanism } from "./resize-model.js";
export { type SmoothFormula, smoothFormula } from "./smooth-formula.js";
export * from "./tables/numpy.js";
