import { composeDirect } from "../model/composition.js";
import { hasPrivateValues } from "../model/environment.js";
import type { Mechanism } from "../model/mechanism.js";
import { type Perspective, perspectives } from "../model/perspective.js";
import { situation } from "./bayesian-ic.js";
import { decisionEfficiency } from "./decision-efficiency.js";
import { where } from "./ex-post-ic.js";
import { othersWelfare, othersWelfareScale } from "./others-welfare.js";
import type { CheckOptions, Property } from "./property.js";
import { inSupport } from "./support.js";
import { roundingBound } from "./utilities.js";
import {
  printQuantity,
  quantity,
  undecided,
  type Verdict,
  verdictOf,
  type Witness,
  Worst,
} from "./verdict.js";

/**
 * For private values and money: ε = max of the efficiency loss and the variation over t_i of
 * τ_i = p_i(t) + Σ_{j≠i} E_g v_j(·, t_j) (+ v_D where it counts). At ε = 0 truth is dominant; at any ε no lie gains more than 2ε.
 */
export const grovesForm: Property = {
  id: "groves-form",
  group: "shape",
  title: "Groves form",
  definition:
    "efficient, and each agent pays an amount set by the others' reports minus the others' value of the outcome",
  source: "Groves (1973); Green and Laffont (1979)",
  check: checkGrovesForm,
};

/** Why a mechanism cannot be asked this, or `undefined` when it can. */
export function refusesGroves<N>({ environment }: Mechanism<N>): string | undefined {
  if (!environment.money) return "Groves mechanisms use payments; this model has no money.";
  const { designer } = environment;
  const designerVaries =
    designer?.counts && (designer.value.dependsOnOthers || designer.value.dependsOnState);
  if (!hasPrivateValues(environment) || designerVaries)
    return "Groves mechanisms are defined for private values; here a value depends on others' types or on the state (the designer's: on any type).";
  return undefined;
}

/** Cost: profiles × agents². */
function checkGrovesForm<N>(mechanism: Mechanism<N>, options: CheckOptions<N>): Verdict {
  const F = mechanism.environment.arithmetic;
  const refusal = refusesGroves(mechanism);
  if (refusal !== undefined) return undecided(F, grovesForm.id, refusal);
  const direct = composeDirect(mechanism);
  const worst = new Worst(F);
  let errorBound = 0;
  for (const view of perspectives(direct)) {
    if (F.kind === "float")
      errorBound = Math.max(
        errorBound,
        roundingBound(view, 1) + F.errorBound(direct.environment.agents.length, 2 * othersWelfareScale(view)),
      );
    for (let cell = 0; cell < view.cells.size; cell++) scanCell(direct, view, cell, worst, options);
  }
  const variation = verdictOf(F, grovesForm.id, worst, {
    over: "every agent, profile of the others and pair of own types, and every profile for efficiency",
    errorBound,
    tolerance: options.tolerance,
    profiles: options.profiles,
  });
  const efficiency = decisionEfficiency.check(mechanism, options);
  return worse(variation, efficiency);
}

/** The efficiency verdict under this property's name when its loss is larger or the variation has nothing to say. */
function worse(variation: Verdict, efficiency: Verdict): Verdict {
  const violation = (verdict: Verdict) => (verdict.epsilon?.value ?? 0) - (verdict.slack?.value ?? 0);
  const loses = variation.witness === undefined || violation(efficiency) > violation(variation);
  const main = loses ? efficiency : variation;
  const statuses = [variation.status, efficiency.status];
  const status = statuses.find((each) => each === "violated") ?? statuses.find((each) => each === "unknown");
  const inequalities = variation.method.inequalities + efficiency.method.inequalities;
  const errorBound = Math.max(variation.method.errorBound, efficiency.method.errorBound);
  return {
    ...main,
    property: grovesForm.id,
    status: status ?? "proved",
    method: { ...variation.method, inequalities, errorBound },
    notes: [...variation.notes, ...efficiency.notes],
  };
}

function scanCell<N>(
  mechanism: Mechanism<N>,
  view: Perspective<N>,
  cell: number,
  worst: Worst<N>,
  options: CheckOptions<N>,
): void {
  const F = view.environment.arithmetic;
  const { offset, stride, payment } = view.equilibrium;
  let [low, high] = [-1, -1];
  const amounts: N[] = [];
  for (let type = 0; type < view.typeCount; type++) {
    amounts.push(F.add(payment[offset[cell] + type * stride], othersWelfare(view, type, cell)));
    if (options.profiles === "support" && !inSupport(view, type, cell)) continue;
    if (low < 0 || F.compare(amounts[type], amounts[low]) < 0) low = type;
    if (high < 0 || F.compare(amounts[type], amounts[high]) > 0) high = type;
  }
  if (low < 0 || view.typeCount === 1) return;
  const variation = F.subtract(amounts[high], amounts[low]);
  if (worst.beats(variation))
    worst.take(variation, () =>
      variationWitness(view, low, high, amounts, where(mechanism, view, false, cell, cell, -1)),
    );
}

function variationWitness<N>(
  view: Perspective<N>,
  low: number,
  high: number,
  amounts: readonly N[],
  place: Pick<Witness, "others">,
): Witness {
  const F = view.environment.arithmetic;
  const agent = view.environment.agents[view.agent];
  const numbers = {
    lowest: quantity(F, amounts[low]),
    highest: quantity(F, amounts[high]),
    variation: quantity(F, F.subtract(amounts[high], amounts[low])),
  };
  const labels = [agent.types[low].label, agent.types[high].label];
  const changes =
    low === high
      ? `is ${printQuantity(numbers.lowest)} for every report`
      : `is ${printQuantity(numbers.lowest)} when it reports ${labels[0]} and ${printQuantity(numbers.highest)} when it reports ${labels[1]}`;
  return {
    kind: "cycle",
    agent: agent.name,
    ...place,
    cycle: labels,
    numbers,
    words: `What ${agent.name} pays plus the others' value ${changes}${situation(place)}.`,
  };
}
