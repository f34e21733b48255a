export * from "./arithmetic.js";
export * from "./candor-error.js";
export * from "./kernels/index.js";
export * from "./linear-program/index.js";
export * from "./minimise.js";
export * from "./precise-logarithm.js";
export * from "./quadrature/index.js";
export {
  parseRational,
  printRational,
  type Rational,
  rational,
  rationalFromDouble,
  toDouble,
} from "./rational.js";
export * from "./roots.js";
export * from "./wide-number.js";
