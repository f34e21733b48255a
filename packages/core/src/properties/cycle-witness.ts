import type { Perspective } from "../model/perspective.js";
import type { AllocationGraph } from "./allocation-graph.js";
import { situation } from "./bayesian-ic.js";
import { printQuantity, type Quantity, quantity, type Witness } from "./verdict.js";

/** Arcs spelled out in a sentence; longer cycles are listed in `cycle` and `numbers` only. */
const SPELLED_OUT = 4;

/**
 * A cycle of types in which each takes the outcome of the one before it, with what each gains before payments. Around
 * the cycle payments cancel, so whatever they are, some type gains at least the mean.
 */
export function cycleWitness<N>(
  view: Perspective<N>,
  graph: Pick<AllocationGraph<N>, "types" | "arcs"> & Partial<Pick<AllocationGraph<N>, "outcomeValue">>,
  cycle: readonly number[],
  place: Pick<Witness, "others" | "othersReports">,
): Witness {
  const F = view.environment.arithmetic;
  const agent = view.environment.agents[view.agent];
  const label = (node: number) => agent.types[graph.types[node]].label;
  const own = graph.outcomeValue;
  const numbers: Record<string, Quantity> = {};
  const steps: string[] = [];
  let total = F.zero;
  cycle.forEach((from, k) => {
    const to = cycle[(k + 1) % cycle.length];
    const arc = graph.arcs[from * graph.types.length + to];
    const gain = own === undefined ? arc : F.add(arc, F.subtract(own[from], own[to]));
    const shown = (numbers[`gain of ${label(to)}`] = quantity(F, gain));
    steps.push(`${label(to)} gains ${printQuantity(shown)} by taking what ${label(from)} gets`);
    total = F.add(total, gain);
  });
  numbers.total = quantity(F, total);
  numbers.mean = quantity(F, F.divide(total, F.from({ n: BigInt(cycle.length), d: 1n })));
  return {
    kind: "cycle",
    agent: agent.name,
    ...place,
    cycle: cycle.map(label),
    numbers,
    words: words(agent.name, cycle.map(label), steps, numbers.mean, place),
  };
}

function words(
  agent: string,
  labels: readonly string[],
  steps: readonly string[],
  mean: Quantity,
  place: Pick<Witness, "others" | "othersReports">,
): string {
  const round = [...labels, labels[0]];
  const path = round.length <= 8 ? round.join(" → ") : `${round.slice(0, 6).join(" → ")} → … → ${labels[0]}`;
  const arcs = steps.length <= SPELLED_OUT ? `: before payments ${steps.join(", ")}` : "";
  const average = printQuantity(mean);
  const conclusion =
    mean.value > 0
      ? `payments cancel around the cycle, so whatever they are some type gains at least ${average} by a lie`
      : "payments can deter every one of these lies";
  return `Types of ${agent} ${path}${situation(place)}${arcs}; on average ${average}, and ${conclusion}.`;
}
