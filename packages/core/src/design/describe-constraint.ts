import { printRational, type Rational, ZERO } from "../numeric/rational.js";
import { type FiniteTables, profileSteps } from "./finite-tables.js";
import type { RowName } from "./row-name.js";
import { sameVector } from "./utility-terms.js";

/** A constraint in words, with agents and types as the model names them. */
export interface ConstraintInWords {
  /** What it demands: "Ann of type 1 gains nothing by reporting 0". */
  readonly demand: string;
  /** What it means that it binds: "Ann of type 1 is just indifferent to reporting 0". */
  readonly binding: string;
}

/** Puts a constraint of a design into words; `epsilon` is the gain from lies that is let pass. */
export function describeConstraint(
  tables: FiniteTables,
  { kind, indices }: RowName,
  epsilon: Rational = ZERO,
): ConstraintInWords {
  const { typeOf } = profileSteps(tables.sizes);
  const who = (i: number, type: number) => `${tables.agents[i].name} of type ${tables.agents[i].types[type]}`;
  const profile = (k: number, except = -1) =>
    tables.agents
      .flatMap(({ name, types }, i) => (i === except ? [] : [`${name} = ${types[typeOf(k, i)]}`]))
      .join(", ");
  const when = (text: string) => (text === "" ? "" : ` when ${text}`);
  const state = (s: number) => (tables.states.length > 1 ? `the state is ${tables.states[s]}` : "");
  const among = (...parts: string[]) => when(parts.filter((part) => part !== "").join(" and "));
  const lie = (i: number, type: number, report: number, where: string) => {
    const act = `reporting ${tables.agents[i].types[report]}${where}`;
    const limit = printRational(epsilon);
    return epsilon.n === 0n
      ? {
          demand: `${who(i, type)} gains nothing by ${act}`,
          binding: `${who(i, type)} is just indifferent to ${act}`,
        }
      : {
          demand: `${who(i, type)} gains at most ${limit} by ${act}`,
          binding: `${who(i, type)} gains just ${limit} by ${act}`,
        };
  };
  const join = (subject: string, where: string) => ({
    demand: `${subject} gets at least the outside option${where}`,
    binding: `${subject} gets just the outside option${where}`,
  });
  const budget = (demand: string, binding = demand) => ({ demand, binding });
  const [i, k, r, s] = indices;
  switch (kind) {
    case "unit":
      return budget(`the probabilities add up to 1 when ${profile(i)}`);
    case "dominant-ic": {
      const others = dependsOnOthers(tables, i) && tables.agents.length > 1;
      const reports = profile(r, i) === "" ? "" : `the others report ${profile(r, i)}`;
      return lie(
        i,
        typeOf(k, i),
        typeOf(r, i),
        among(others ? `the others are ${profile(k, i)}` : "", reports),
      );
    }
    case "ex-post-ic":
      return lie(i, typeOf(k, i), r, among(profile(k, i), state(s)));
    case "epistemic-ic":
      return lie(i, typeOf(k, i), r, among(profile(k, i)));
    case "bayesian-ic":
      return lie(i, k, r, "");
    case "ex-post-ir":
      return join(who(i, typeOf(k, i)), among(profile(k, i), state(r)));
    case "epistemic-ir":
      return join(who(i, typeOf(k, i)), among(profile(k, i)));
    case "interim-ir":
      return join(who(i, k), "");
    case "ex-ante-ir":
      return join(`${tables.agents[i].name}, on average over its types,`, "");
    case "no-deficit":
      return budget(
        `payments add up to at least 0 when ${profile(i)}`,
        `payments just add up to 0 when ${profile(i)}`,
      );
    case "balance":
      return budget(`payments add up to 0 when ${profile(i)}`);
    case "no-deficit-ex-ante":
      return budget("expected payments add up to at least 0", "expected payments just add up to 0");
    case "balance-ex-ante":
      return budget("expected payments add up to 0");
    case "anonymous": {
      const [one, other] = tables.swaps[i].agents.map((agent) => tables.agents[agent].name);
      const payer = tables.agents[r - tables.alternatives.length]?.name;
      const what = payer === undefined ? tables.alternatives[r] : `what ${payer} pays`;
      return budget(
        `${one} and ${other} change places when they change reports (${what}${when(profile(k))})`,
      );
    }
  }
}

/** Whether the agent's values differ between profiles in which its own type is the same. */
function dependsOnOthers(tables: FiniteTables, i: number): boolean {
  const { typeOf, replace } = profileSteps(tables.sizes);
  return tables.values[i].some((byState, k) => {
    const first = replace(0, i, typeOf(k, i));
    return byState.some((values, s) => !sameVector(values, tables.values[i][first][s]));
  });
}
