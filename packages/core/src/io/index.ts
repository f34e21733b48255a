export {
  DISTRIBUTION_FAMILIES,
  type DistributionFamily,
  readDistribution,
} from "./distribution-expression.js";
export { compareWithExpectations } from "./expectations.js";
export { FUNCTIONS } from "./expression/functions.js";
export { withFurtherProblems } from "./further-problems.js";
export * from "./load.js";
export { type BuiltModel, buildEnvironment } from "./model-file/environment.js";
export { buildMechanism, noMechanism } from "./model-file/mechanism.js";
export { type ParsedModel, parseModel } from "./model-file/parse.js";
export { printModel, printRaw } from "./model-file/print.js";
export type { SideFiles } from "./model-file/reader.js";
export { jsonSchema, type ModelFile, modelSchema } from "./model-file/schema.js";
export { decodeSource, LARGEST_SOURCE, parseSource, type Raw } from "./model-file/source.js";
export { nearest } from "./nearest.js";
export { readObjective } from "./objective.js";
export { readPopulation } from "./read-population.js";
export { resizeModel, statedCounts, withMechanism } from "./resize-model.js";
export { type SmoothFormula, smoothFormula } from "./smooth-formula.js";
export * from "./tables/numpy.js";
