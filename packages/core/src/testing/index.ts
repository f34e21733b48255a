export { type FailedLaw, failedLaws, type LawOptions } from "./laws.js";
export { type ConformanceCase, solverConformance } from "./solver-conformance.js";
