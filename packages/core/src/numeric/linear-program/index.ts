export {
  type Constraint,
  type LinearProgram,
  type LinearProgramOutcome,
  verifyOutcome,
} from "./linear-program.js";
export { solveExactly } from "./solve-exactly.js";
