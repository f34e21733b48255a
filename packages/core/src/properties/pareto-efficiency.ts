import type { Mechanism } from "../model/mechanism.js";
import { type ProfileView, profileView } from "../model/profile-view.js";
import { expectedAt } from "../model/tabulation.js";
import { cellNeverOccurs, paymentBound, totalPayment } from "./budget.js";
import { argmax, welfareScale } from "./decision-efficiency.js";
import { type Deficit, largestDeficit } from "./deficit.js";
import { dominatingLottery } from "./dominating-lottery.js";
import { lotteryWitness, outsideFunding, transferWitness } from "./pareto-witness.js";
import { type Party, partiesAt } from "./parties.js";
import type { CheckOptions, Property } from "./property.js";
import { type Verdict, verdictOf, Worst } from "./verdict.js";

/**
 * With money, under no outside funding (Σ_i p_i(t) ≥ 0 at every t, else infeasible): max over t of
 * max_a W(a, t) − W(g(t), t) + Σ_i p_i(t). Without: the largest total gain of a lottery that makes nobody worse off.
 */
export const paretoEfficiency: Property = {
  id: "pareto-efficiency",
  group: "efficiency",
  title: "Pareto efficiency, ex post",
  definition: "no feasible change at any profile makes someone better off and nobody worse off",
  source: "Mukerjee (2023), efficiency lemma",
  check: checkParetoEfficiency,
};

/** Cost: one pass over the profiles; without money a linear program at those where total value is not maximal. */
function checkParetoEfficiency<N>(mechanism: Mechanism<N>, options: CheckOptions<N>): Verdict {
  const view = profileView(mechanism);
  const funding = mechanism.environment.money ? largestDeficit(view, options) : undefined;
  const tolerance = options.tolerance ?? mechanism.environment.arithmetic.zero;
  if (funding !== undefined && funding.size - funding.errorBound > 0)
    return infeasible(mechanism, view, funding, tolerance);
  const verdict = mechanism.environment.money
    ? withMoney(mechanism, view, options)
    : withoutMoney(mechanism, view, options);
  const doubtful = funding !== undefined && funding.size + funding.errorBound > 0;
  if (!doubtful || verdict.status !== "proved") return verdict;
  const note = "Whether payments add up to at least 0 is within rounding error; exact mode decides.";
  return { ...verdict, status: "unknown", notes: [...verdict.notes, note] };
}

function infeasible<N>(
  mechanism: Mechanism<N>,
  view: ProfileView<N>,
  funding: Deficit,
  tolerance: N,
): Verdict {
  const F = view.environment.arithmetic;
  return {
    property: paretoEfficiency.id,
    status: "violated",
    tolerance: F.toNumber(tolerance),
    method: {
      arithmetic: F.kind,
      errorBound: funding.errorBound,
      over: "every profile of types",
      inequalities: view.size,
    },
    witness: outsideFunding(mechanism, view, funding.cell, totalPayment(view, funding.cell)),
    notes: ["Infeasible: payments need outside funding, so no ε is given."],
  };
}

function withMoney<N>(mechanism: Mechanism<N>, view: ProfileView<N>, options: CheckOptions<N>): Verdict {
  const F = view.environment.arithmetic;
  const worst = new Worst(F);
  let scale = 0;
  const missing = eachKnownCell(mechanism, view, options, (cell, parties) => {
    const total = totals(view, parties);
    if (F.kind === "float") scale = Math.max(scale, welfareScale(view, cell));
    const best = argmax(F, total);
    const achieved = expectedAt(view.environment, view.table, cell, (a) => total[a]);
    const waste = F.add(F.subtract(total[best], achieved), totalPayment(view, cell));
    if (worst.beats(waste))
      worst.take(waste, () => transferWitness(mechanism, view, cell, parties, best, waste));
  });
  const { agents, states, alternatives } = view.environment;
  const terms = agents.length * states.length + alternatives.length;
  const errorBound = F.errorBound(terms, 2 * scale) + paymentBound(view, 1);
  return conclude(view, worst, missing, errorBound, options);
}

function withoutMoney<N>(mechanism: Mechanism<N>, view: ProfileView<N>, options: CheckOptions<N>): Verdict {
  const F = view.environment.arithmetic;
  const worst = new Worst(F);
  let errorBound = 0;
  const missing = eachKnownCell(mechanism, view, options, (cell, parties) => {
    const found = dominatingLottery(view, cell, parties, totals(view, parties));
    if (F.kind === "float") {
      const terms = parties.length * view.environment.states.length + view.environment.alternatives.length;
      const rounding = F.errorBound(terms, 2 * welfareScale(view, cell));
      errorBound = Math.max(errorBound, found.sensitivity * rounding);
    }
    if (worst.beats(found.gain))
      worst.take(found.gain, () => lotteryWitness(mechanism, view, cell, parties, found));
  });
  return conclude(view, worst, missing, errorBound, options);
}

/** Visits every profile that is asked about; returns how many were left out because no belief about the state is given there. */
function eachKnownCell<N>(
  mechanism: Mechanism<N>,
  view: ProfileView<N>,
  options: CheckOptions<N>,
  visit: (cell: number, parties: readonly Party<N>[]) => void,
): number {
  let missing = 0;
  for (let cell = 0; cell < view.size; cell++) {
    if (options.profiles === "support" && cellNeverOccurs(view, cell)) continue;
    const parties = partiesAt(mechanism, view, cell);
    if (parties === undefined) missing++;
    else visit(cell, parties);
  }
  return missing;
}

/** Σ over everyone of E[v(a) | t], by alternative. */
function totals<N>({ environment }: ProfileView<N>, parties: readonly Party<N>[]) {
  const F = environment.arithmetic;
  const total = F.table(environment.alternatives.length);
  for (const { values, count } of parties) {
    const many = F.from({ n: BigInt(count), d: 1n });
    for (let a = 0; a < total.length; a++) total[a] = F.add(total[a], F.multiply(many, values[a]));
  }
  return total;
}

function conclude<N>(
  view: ProfileView<N>,
  worst: Worst<N>,
  missing: number,
  errorBound: number,
  options: CheckOptions<N>,
): Verdict {
  const F = view.environment.arithmetic;
  return verdictOf(F, paretoEfficiency.id, worst, {
    over: view.environment.money
      ? "every profile of types, alternative and division of the money"
      : "every profile of types and lottery",
    errorBound,
    notes: [
      ...(missing > 0
        ? [`${missing} profiles of probability 0 were left out: no belief about the state is given there.`]
        : []),
      ...(view.environment.money && worst.value !== undefined && F.compare(worst.value, F.zero) > 0
        ? ["Money that the designer keeps counts as lost to the agents."]
        : []),
    ],
    tolerance: options.tolerance,
    profiles: options.profiles,
    undecided: worst.value === undefined && missing > 0,
  });
}
