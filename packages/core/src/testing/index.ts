export { type FailedLaw, failedLaws, type LawOptions } from "./laws.js";
