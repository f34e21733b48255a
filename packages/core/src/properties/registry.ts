import { anonymity } from "./anonymity.js";
import { bayesianIC } from "./bayesian-ic.js";
import { budgetBalance, budgetBalanceExAnte, noDeficit, noDeficitExAnte } from "./budget.js";
import {
  cyclicalMonotonicity,
  dominantCyclicalMonotonicity,
  interimCyclicalMonotonicity,
} from "./cyclical-monotonicity.js";
import { decisionEfficiency } from "./decision-efficiency.js";
import {
  dominantStrategyIC,
  dominantStrategyICStateKnown,
  epistemicExPostIC,
  exPostIC,
} from "./ex-post-ic.js";
import { grovesForm } from "./groves-form.js";
import { interimMonotonicity, monotonicity } from "./monotonicity.js";
import { paretoEfficiency } from "./pareto-efficiency.js";
import { epistemicExPostIR, exAnteIR, exPostIR, exPostIRAnyReports, interimIR } from "./participation.js";
import type { Property } from "./property.js";
import { weakMonotonicity } from "./weak-monotonicity.js";

/** Every property a mechanism can be checked for, in the order in which people read them. */
export const PROPERTIES: readonly Property[] = [
  dominantStrategyIC,
  dominantStrategyICStateKnown,
  exPostIC,
  epistemicExPostIC,
  bayesianIC,
  exPostIRAnyReports,
  exPostIR,
  epistemicExPostIR,
  interimIR,
  exAnteIR,
  budgetBalance,
  noDeficit,
  budgetBalanceExAnte,
  noDeficitExAnte,
  decisionEfficiency,
  paretoEfficiency,
  grovesForm,
  monotonicity,
  interimMonotonicity,
  weakMonotonicity,
  cyclicalMonotonicity,
  interimCyclicalMonotonicity,
  dominantCyclicalMonotonicity,
  anonymity,
];
