export { confirmWitness } from "./confirm-witness.js";
export { type Fact, type Facts, facts } from "./facts.js";
export { nameEntries, nameState, printEntries, typeLabels } from "./naming.js";
export * from "./property.js";
export { valueRange } from "./range.js";
export { type GrovesDecomposition, type GrovesTerm, recoverGroves } from "./recover-groves.js";
export * from "./registry.js";
export * from "./verdict.js";
