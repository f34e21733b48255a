export { solveExactly } from "./exact-simplex.js";
export {
  type Constraint,
  type LinearProgram,
  type LinearProgramOutcome,
  verifyOutcome,
} from "./linear-program.js";
