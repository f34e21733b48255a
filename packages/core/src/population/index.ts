export * from "./composition.js";
export { type IncentiveAnswer, incentiveGain, type Lie, type PopulationStudy, studyPopulation } from "./incentives.js";
export * from "./population.js";
