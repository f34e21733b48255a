import { designMechanism } from "../design/design-mechanism.js";
import { type FiniteTables, profileSteps } from "../design/finite-tables.js";
import { REVENUE } from "../design/question.js";
import { type Environment, hasPrivateValues } from "../model/environment.js";
import { directMechanism, type Mechanism } from "../model/mechanism.js";
import { rowMajorIndex } from "../model/profiles.js";
import { fail } from "../numeric/candor-error.js";
import { add, compare, divide, multiply, type Rational, subtract, ZERO } from "../numeric/rational.js";
import type { ProgramOptions } from "./chung-ely.js";
import { commonPriorTables } from "./convex-independence.js";
import { type EfficientChoice, efficientChoice } from "./efficient-choice.js";
import { type InterimBeliefs, interimBeliefs } from "./interim-beliefs.js";
import { expectation, separatingBet } from "./separating-bet.js";

/** Profiles × types up to which the program of the best Bayesian mechanism is solved. */
export const LARGEST_PROGRAM = 25_000;

/** A type whose rent no bet can take without inviting others to pretend to be it. */
export interface ExtractionObstacle {
  readonly agent: number;
  readonly type: number;
  /** π_i(· | type) = Σ weight·π_i(· | other). */
  readonly combination: readonly { readonly type: number; readonly weight: Rational }[];
  /** What the type gets before bets, net of its outside option: the bet may cost it no more and has to cost that much. */
  readonly rent: Rational;
  /** What the others gain on this average by pretending to be the type: the bet has to cost them, hence the type, that much. */
  readonly temptation: Rational;
}

/** Efficient choice, payments before bets, and bets on the others' reports; all exact. */
export interface ExtractingMechanism {
  readonly mechanism: Mechanism<Rational>;
  /** The alternative at each profile. */
  readonly choices: readonly number[];
  /** `pivot`: the second price where one object is sold; `free`: nothing, where values are interdependent. */
  readonly before: "pivot" | "free";
  /** Before bets, [agent][profile]. */
  readonly payments: readonly (readonly Rational[])[];
  /** Paid on top, [agent][own report][others' profile]: the others' row-major order. */
  readonly bets: readonly (readonly (readonly Rational[])[])[];
}

export interface FullExtraction {
  /** E_f[max_a Σ_i v_i] − Σ_i E[o_i]. */
  readonly surplus: Rational;
  /** Whether some Bayesian incentive compatible, interim individually rational mechanism earns the surplus; absent if undecided. */
  readonly possible?: boolean;
  /** `bets`: by the mechanism or the obstacles below; `program`: by the best Bayesian mechanism, where efficient choices tie. */
  readonly by: "bets" | "program";
  readonly extracting?: ExtractingMechanism;
  /** Types at which bets on top of the first efficient choice fail; each proves impossibility where the efficient choice is unique. */
  readonly obstacles: readonly ExtractionObstacle[];
  /** What the best mechanism earns, where the program was solved. */
  readonly best?: Rational;
}

/**
 * Whether the seller can take the whole surplus of this environment under a common prior, and the mechanism that does.
 *
 * Bayesian incentives, interim participation and revenue E[max welfare] force an efficient choice and interim utility o_i for every
 * type. For a given efficient choice this splits into one question per type r: a bet c on the others' reports with
 * E_r[c] = rent(r) and E_t[c] ≥ (what t gets by pretending to be r) for all t (`separatingBet`). It has an answer whatever the
 * values are when π_r is no combination of other beliefs; else iff the cheapest bet costs r at most its rent. Where efficient
 * choices tie and the first fails, the best Bayesian mechanism decides, up to 25,000 profiles × types. Types of probability 0 are
 * charged out of reach.
 *
 * Errors: `no-common-prior`, `no-money`, `too-large`, `undecided`; those of `designMechanism`.
 * Source: Crémer and McLean (1988).
 */
export async function fullExtraction(
  environment: Environment<Rational>,
  options: ProgramOptions = {},
): Promise<FullExtraction> {
  if (!environment.money) fail("no-money", "money", "Surplus is taken in money; the model has none.");
  const tables = commonPriorTables(environment);
  const choice = efficientChoice(tables);
  const before = hasPrivateValues(environment) ? "pivot" : "free";
  const payments = before === "pivot" ? pivotPayments(tables, choice) : nothing(tables);
  const setting = { tables, choices: choice.choices, payments };
  const attempts = tables.sizes.map((_, agent) => betsOf(setting, agent));
  const obstacles = attempts.flatMap((each) => each.obstacles);
  const surplus = subtract(choice.welfare, outsideWorth(tables));
  if (obstacles.length === 0) {
    const bets = attempts.map((each) => each.bets);
    const mechanism = asMechanism(environment, setting, bets);
    const extracting = { mechanism, choices: choice.choices, before, payments, bets } as const;
    return { surplus, possible: true, by: "bets", extracting, obstacles };
  }
  if (choice.unique) return { surplus, possible: false, by: "bets", obstacles };
  const best = await bestBayesian(environment, tables, options);
  if (best === undefined) return { surplus, by: "program", obstacles };
  return { surplus, possible: compare(best, surplus) === 0, by: "program", obstacles, best };
}

/** The proved value of the best Bayesian mechanism, unless the program would be large. */
async function bestBayesian(
  environment: Environment<Rational>,
  { profiles, sizes }: FiniteTables,
  options: ProgramOptions,
): Promise<Rational | undefined> {
  if (profiles * sizes.reduce((sum, size) => sum + size, 0) > LARGEST_PROGRAM) return undefined;
  const design = await designMechanism(
    environment,
    { objective: REVENUE, incentives: ["bayesian"], participation: ["interim"], money: [] },
    options,
  );
  return design.kind === "optimal" ? design.lower : undefined;
}

interface Setting {
  readonly tables: FiniteTables;
  readonly choices: readonly number[];
  readonly payments: readonly (readonly Rational[])[];
}

function nothing({ sizes, profiles }: FiniteTables): Rational[][] {
  return sizes.map(() => new Array<Rational>(profiles).fill(ZERO));
}

/** max_a Σ_{j≠i} v_j(a) − Σ_{j≠i} v_j(the choice). */
function pivotPayments(
  { sizes, profiles, alternatives, values }: FiniteTables,
  { choices }: EfficientChoice,
) {
  return sizes.map((_, i) =>
    Array.from({ length: profiles }, (_, k) => {
      const others = alternatives.map((_, a) =>
        values.reduce((total, own, j) => (j === i ? total : add(total, own[k][0][a])), ZERO),
      );
      const most = others.reduce((a, b) => (compare(a, b) >= 0 ? a : b));
      return subtract(most, others[choices[k]]);
    }),
  );
}

function outsideWorth({ sizes, prior, outside }: FiniteTables): Rational {
  const { typeOf } = profileSteps(sizes);
  return prior!.reduce((total, weights, k) => {
    const mass = weights.reduce(add, ZERO);
    const options = outside.reduce((sum, own, i) => add(sum, own[typeOf(k, i)]), ZERO);
    return add(total, multiply(mass, options));
  }, ZERO);
}

function betsOf(setting: Setting, agent: number) {
  const view = interimBeliefs(setting.tables, agent);
  const occurring = view.beliefs.flatMap((belief, type) => (belief === undefined ? [] : [{ type, belief }]));
  const obstacles: ExtractionObstacle[] = [];
  const bets = view.beliefs.map((own, report) => {
    const liars = occurring.filter(({ type }) => type !== report);
    const gains = liars.map(({ type }) => netUtility(setting, view, agent, type, report));
    if (own === undefined) return view.others.map(() => largest(gains));
    const rent = netUtility(setting, view, agent, report, report);
    const beliefs = liars.map(({ belief }) => belief);
    const found = separatingBet(own, beliefs, gains);
    if (found.kind === "free") {
      const scale = largest(gains.map((gain) => subtract(gain, rent)));
      return found.bet.map((value) => add(rent, multiply(scale, value)));
    }
    if (compare(found.cost, rent) > 0) {
      const combination = liars
        .map(({ type }, t) => ({ type, weight: found.weights[t] }))
        .filter(({ weight }) => weight.n > 0n);
      obstacles.push({ agent, type: report, combination, rent, temptation: found.cost });
    }
    const rest = subtract(rent, expectation(own, found.bet));
    return found.bet.map((value) => add(value, rest));
  });
  return { bets, obstacles };
}

/** The largest number, or 0. */
function largest(numbers: readonly Rational[]): Rational {
  return numbers.reduce((a, b) => (compare(a, b) >= 0 ? a : b), ZERO);
}

/** E[v_i − payment before bets | t_i = type] when it reports `report`, less the outside option of `type`. */
function netUtility(
  { tables, choices, payments }: Setting,
  { others }: InterimBeliefs,
  agent: number,
  type: number,
  report: number,
): Rational {
  const { replace } = profileSteps(tables.sizes);
  let total = ZERO;
  let mass = ZERO;
  for (const other of others) {
    const truth = replace(other, agent, type);
    const reported = replace(other, agent, report);
    tables.beliefs![agent][truth].forEach((weight, s) => {
      const value = tables.values[agent][truth][s][choices[reported]];
      total = add(total, multiply(weight, subtract(value, payments[agent][reported])));
      mass = add(mass, weight);
    });
  }
  return subtract(divide(total, mass), tables.outside[agent][type]);
}

function asMechanism(
  environment: Environment<Rational>,
  { tables, choices, payments }: Setting,
  bets: ExtractingMechanism["bets"],
): Mechanism<Rational> {
  const others = tables.sizes.map((_, i) => tables.sizes.filter((_, j) => j !== i));
  return directMechanism(environment, {
    name: "efficient choice with side bets",
    anonymous: false,
    outcome: (types) => {
      const k = rowMajorIndex(tables.sizes, types);
      const due = bets.map((own, i) => {
        const rest = Array.from(types).filter((_, j) => j !== i);
        return add(payments[i][k], own[types[i]][rowMajorIndex(others[i], rest)]);
      });
      return { lottery: choices[k], payments: due };
    },
  });
}
