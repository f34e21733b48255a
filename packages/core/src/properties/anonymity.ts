import type { Environment } from "../model/environment.js";
import { profileCount } from "../model/environment.js";
import type { Mechanism, Outcome } from "../model/mechanism.js";
import { blocksOf, cellCount, usesCounts } from "../model/perspective.js";
import { type CellSpace, cellSpace } from "../model/profiles.js";
import { alikePairs, type Swap } from "./alike-pairs.js";
import { absolute } from "./budget.js";
import type { CheckOptions, Property } from "./property.js";
import { swapWitness } from "./swap-witness.js";
import { type Verdict, verdictOf, Worst } from "./verdict.js";

/**
 * max over alike agents i < j and profiles of reports, σ exchanging i and j, of |p_k(r) − p_{σ(k)}(σr)| and
 * |g(a | r) − g(σa | σr)|; σa is the alternative with the personal fields of i and j exchanged.
 */
export const anonymity: Property = {
  id: "anonymity",
  group: "shape",
  title: "Anonymity",
  definition: "alike agents who swap their reports swap what happens to them",
  source: "May (1952)",
  check: checkAnonymity,
};

/** Comparisons (pairs × profiles) up to which every profile is visited; beyond it one profile per list of type counts. */
const EXHAUSTIVE = 2 ** 22;
/** Agents beyond which not even all pairs are listed. */
const MOST_AGENTS = 500;

/**
 * Beyond what can be visited, a rule that declares to look at type counts only is taken at its word, as every check of a
 * population does; what is visited may still refute it. Cost: pairs of alike agents × profiles of reports × (agents + alternatives).
 */
function checkAnonymity<N>(mechanism: Mechanism<N>, options: CheckOptions<N>): Verdict {
  const { environment } = mechanism;
  const F = environment.arithmetic;
  const declared = usesCounts(mechanism);
  const tooMany = environment.agents.length > MOST_AGENTS;
  const swaps = tooMany ? [] : alikePairs(mechanism);
  const sizes = mechanism.messages.map((list) => list.length);
  const exhaustive = !tooMany && profileCount(sizes) * swaps.length <= EXHAUSTIVE;
  const blocks = blocksOf(environment, sizes, !exhaustive);
  const visitable = !tooMany && cellCount(blocks) * swaps.length <= EXHAUSTIVE;
  const cells: CellSpace | undefined = visitable ? cellSpace(blocks) : undefined;
  const worst = new Worst(F);
  let scale = 1;
  const reports = new Int32Array(sizes.length);
  for (let cell = 0; swaps.length > 0 && cells !== undefined && cell < cells.size; cell++) {
    cells.write(cell, reports);
    const before = mechanism.outcome(reports);
    for (let i = 0; F.kind === "float" && i < sizes.length; i++)
      scale = Math.max(scale, Math.abs(F.toNumber(before.payments[i])));
    for (const swap of swaps) compareSwap(mechanism, swap, reports, before, worst);
  }
  const notes: string[] = [];
  if (!exhaustive && declared)
    notes.push("Holds by construction of the rule, which looks at the type counts of alike agents only.");
  else if (!visitable) notes.push("There are too many profiles to visit.");
  else if (swaps.length === 0) notes.push("No two agents are alike, so there is nobody to swap.");
  const verdict = verdictOf(F, anonymity.id, worst, {
    over: `every pair of alike agents and ${exhaustive ? "every profile of reports" : "one profile per list of report counts"}`,
    errorBound: F.errorBound(1, scale),
    notes,
    tolerance: options.tolerance,
    undecided: !visitable && !declared,
  });
  const sampled = !exhaustive && !declared && verdict.status === "proved";
  return sampled ? { ...verdict, status: "not-falsified" } : verdict;
}

function compareSwap<N>(
  mechanism: Mechanism<N>,
  swap: Swap,
  reports: Int32Array,
  before: Outcome<N>,
  worst: Worst<N>,
): void {
  const { environment } = mechanism;
  const F = environment.arithmetic;
  const { first, second } = swap;
  const swapped = exchange(reports, first, second);
  const after = mechanism.outcome(swapped);
  const note = (what: string, was: N, is: N) => {
    const difference = absolute(F, F.subtract(is, was));
    if (worst.beats(difference)) {
      const profile = reports.slice();
      worst.take(difference, () => swapWitness(mechanism, swap, profile, what, was, is));
    }
  };
  for (let k = 0; k < reports.length; k++) {
    const place = k === first ? second : k === second ? first : k;
    note(`what ${environment.agents[k].name} pays`, before.payments[k], after.payments[place]);
  }
  for (let a = 0; a < environment.alternatives.length; a++) {
    const image = swap.image[a];
    const is = image < 0 ? F.zero : probabilityOf(environment, after, image);
    note(`the probability of ${environment.alternatives[a].name}`, probabilityOf(environment, before, a), is);
  }
}

function exchange(reports: Int32Array, i: number, j: number): Int32Array {
  const swapped = reports.slice();
  swapped[i] = reports[j];
  swapped[j] = reports[i];
  return swapped;
}

function probabilityOf<N>({ arithmetic: F }: Environment<N>, { lottery }: Outcome<N>, a: number): N {
  return typeof lottery === "number" ? (lottery === a ? F.one : F.zero) : lottery[a];
}
