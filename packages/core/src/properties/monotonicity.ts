import { composeDirect } from "../model/composition.js";
import type { Mechanism } from "../model/mechanism.js";
import { type Perspective, perspectives } from "../model/perspective.js";
import { expectedAt } from "../model/tabulation.js";
import { leftOut, situation } from "./bayesian-ic.js";
import { where } from "./ex-post-ic.js";
import { interimExpectation } from "./interim.js";
import type { CheckOptions, Property } from "./property.js";
import {
  largestQuantity,
  missingNumbers,
  type OwnQuantity,
  ownQuantity,
  typesByNumber,
} from "./quantities.js";
import { inSupport } from "./support.js";
import {
  printQuantity,
  quantity,
  undecided,
  type Verdict,
  verdictOf,
  type Witness,
  Worst,
} from "./verdict.js";

/** max over i, t_{−i} and types s < t of x_i(s, t_{−i}) − x_i(t, t_{−i}), x_i the expected quantity of agent i. */
export const monotonicity: Property = {
  id: "monotonicity",
  group: "shape",
  title: "Monotonicity",
  definition: "a higher own type never gets less, whatever the others' types",
  source: "Myerson (1981), lemma 2",
  check: (mechanism, options) => checkMonotone(mechanism, monotonicity.id, options),
};

/** max over i and types s < t of positive probability of E[x_i | s] − E[x_i | t], each under that type's own belief. */
export const interimMonotonicity: Property = {
  id: "interim-monotonicity",
  group: "shape",
  title: "Interim monotonicity",
  definition: "a higher own type never expects to get less",
  source: "Myerson (1981), lemma 2",
  check: (mechanism, options) => checkMonotone(mechanism, interimMonotonicity.id, options),
};

/** Cost: one pass over the profiles per agent. */
function checkMonotone<N>(mechanism: Mechanism<N>, id: string, options: CheckOptions<N>): Verdict {
  const direct = composeDirect(mechanism);
  const { environment } = direct;
  const F = environment.arithmetic;
  const interim = id === interimMonotonicity.id;
  if (interim && environment.beliefs === undefined) return undecided(F, id, "The model states no beliefs.");
  const missing = missingNumbers(environment);
  if (missing !== undefined) return undecided(F, id, missing);
  const worst = new Worst(F);
  const notes: string[] = [];
  let errorBound = 0;
  for (const view of perspectives(direct).filter((each) => each.typeCount > 1)) {
    const order = typesByNumber(environment, view.agent)!;
    const amount = ownQuantity(environment, view.agent)!;
    const terms = environment.alternatives.length + (interim ? view.cells.size * view.stateCount : 0);
    errorBound = Math.max(errorBound, F.errorBound(terms, 2 * largestQuantity(environment, amount.at)));
    if (interim) scanInterim(direct, view, order, amount, worst, notes);
    else scanCells(direct, view, order, amount, worst, options);
  }
  return verdictOf(F, id, worst, {
    over: interim
      ? "every agent and pair of types of positive probability, in expectation over the others"
      : "every agent, pair of types and profile of the others",
    errorBound,
    notes,
    tolerance: options.tolerance,
    profiles: options.profiles,
  });
}

function scanCells<N>(
  mechanism: Mechanism<N>,
  view: Perspective<N>,
  order: readonly number[],
  amount: OwnQuantity<N>,
  worst: Worst<N>,
  options: CheckOptions<N>,
): void {
  const { table, offset, stride } = view.equilibrium;
  for (let cell = 0; cell < view.cells.size; cell++) {
    const types =
      options.profiles === "support" ? order.filter((type) => inSupport(view, type, cell)) : order;
    const expected = (type: number) =>
      expectedAt(view.environment, table, offset[cell] + type * stride, amount.at);
    scan(view, types, expected, worst, () => where(mechanism, view, false, cell, cell, -1));
  }
}

function scanInterim<N>(
  mechanism: Mechanism<N>,
  view: Perspective<N>,
  order: readonly number[],
  amount: OwnQuantity<N>,
  worst: Worst<N>,
  notes: string[],
): void {
  const F = view.environment.arithmetic;
  const occurs = (type: number) =>
    F.compare(mechanism.environment.beliefs!.mass(view.agent, type), F.zero) > 0;
  for (const type of order) if (!occurs(type)) notes.push(leftOut(view, type));
  const expected = (type: number) => interimExpectation(view, type, type, amount.at);
  scan(view, order.filter(occurs), expected, worst, () => ({}));
}

/** Compares every type with the best-served type of a smaller number: the largest drop is among these. */
function scan<N>(
  view: Perspective<N>,
  order: readonly number[],
  expected: (type: number) => N,
  worst: Worst<N>,
  place: () => Pick<Witness, "others">,
): void {
  const F = view.environment.arithmetic;
  const number = (type: number) => view.environment.agents[view.agent].types[type].number!;
  const amounts = order.map(expected);
  let top = -1;
  for (let k = 0, next = 0; k < order.length; k++) {
    for (; F.compare(number(order[next]), number(order[k])) < 0; next++)
      if (top < 0 || F.compare(amounts[next], amounts[top]) > 0) top = next;
    if (top < 0) continue;
    const [low, high] = [top, k];
    const drop = F.subtract(amounts[low], amounts[high]);
    if (worst.beats(drop))
      worst.take(drop, () =>
        dropWitness(view, order[low], order[high], amounts[low], amounts[high], place()),
      );
  }
}

function dropWitness<N>(
  view: Perspective<N>,
  low: number,
  high: number,
  lowAmount: N,
  highAmount: N,
  place: Pick<Witness, "others">,
): Witness {
  const F = view.environment.arithmetic;
  const agent = view.environment.agents[view.agent];
  const numbers = {
    lower: quantity(F, lowAmount),
    higher: quantity(F, highAmount),
    drop: quantity(F, F.subtract(lowAmount, highAmount)),
  };
  const pair = [agent.types[low].label, agent.types[high].label];
  return {
    kind: "cycle",
    agent: agent.name,
    ...place,
    cycle: pair,
    numbers,
    words: `${agent.name} gets ${printQuantity(numbers.lower)} as type ${pair[0]} and ${printQuantity(numbers.higher)} as type ${pair[1]}${situation(place)}.`,
  };
}
