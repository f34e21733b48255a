import { type DiscretizationRule, discretize } from "../intervals/discretize.js";
import { fail } from "../numeric/candor-error.js";
import { changedModel } from "./changed-model.js";
import { type Observations, readDistribution } from "./distribution-expression.js";
import { hasExactGrid } from "./model-file/distributed-types.js";
import type { ParsedModel } from "./model-file/parse.js";
import { entriesOf, type Raw } from "./model-file/source.js";
import { firstInterval, intervalTypes, wholeRange } from "./model-file/whole-intervals.js";

/** How intervals become points. */
export interface Grid {
  readonly points: number;
  readonly rule: DiscretizationRule;
  /** Evenly spaced quantities; default `points`. */
  readonly quantities?: number;
  /** Reads the files that distributions name. */
  readonly observations?: Observations;
}

/**
 * The file with every interval put on a grid: `points` types of each agent by the rule, evenly spaced quantities. Distributions whose grid is one of
 * fractions stay as they are written; of others the weights are written out to 12 digits, and the types to as many as show 12 of their
 * differences, so that everything can be computed in fractions. Results that the file expects are left out, since those of the grid are others, and so is a menu of quantities. The rest stays.
 *
 * Errors: `not-on-intervals` where nothing fills an interval; `missing-key` for quantities without an end; those of `discretize`.
 */
export function discretizeModel(
  model: ParsedModel,
  { points, rule, quantities = points, observations }: Grid,
): ParsedModel {
  const { file, source } = model;
  if (firstInterval(file) === undefined)
    fail("not-on-intervals", "agents", "Nothing in this file fills an interval; it is finite as it is.");
  const range = wholeRange(file.alternatives as Raw);
  const place = ["alternatives", "quantities"];
  if (range !== undefined && range.to === undefined)
    fail("missing-key", place.join("."), "Quantities on a grid need an end: to.", source.locate(place) ?? {});
  return changedModel(model, (data) => {
    delete data.expect;
    const agents = data.agents as { [name: string]: { [key: string]: Raw } };
    const weights: [string, Raw][] = [];
    for (const [name, agent] of entriesOf(agents)) {
      const text = intervalTypes(agent.types);
      if (text === undefined) continue;
      if (hasExactGrid(text, rule)) agents[name].types = { distribution: text, points: String(points), rule };
      else {
        const { values, probabilities } = discretize(
          readDistribution(text, `agents.${name}.types`, observations),
          points,
          rule,
        );
        const digits = digitsFor(values);
        agents[name].types = values.map((value) => printed(value, digits));
        weights.push([name, { weights: probabilities.map((weight) => printed(weight, 12)) }]);
      }
    }
    if (weights.length > 0) data.beliefs = withWeights(data.beliefs, weights);
    if (range === undefined) return;
    // A formula names any quantity, not only those of the grid.
    delete data.mechanism;
    data.alternatives = { quantities: { from: range.from, to: range.to!, points: String(quantities) } };
  });
}

/** Independent beliefs with these added; beliefs of another kind are what was meant. */
function withWeights(beliefs: Raw | undefined, weights: readonly [string, Raw][]): Raw {
  const { independent = {} } = (beliefs ?? {}) as { readonly independent?: Raw };
  const others =
    beliefs !== undefined && Object.keys(beliefs).some((key) => key !== "independent" && key !== "states");
  if (others || typeof independent === "string") return beliefs!;
  return {
    ...(beliefs as object),
    independent: { ...Object.fromEntries(weights), ...(independent as { readonly [name: string]: Raw }) },
  };
}

/** So many digits that 12 of them tell the types apart, as far as doubles have them. */
function digitsFor(values: readonly number[]): number {
  const [low, high] = [values[0], values[values.length - 1]];
  const lost = Math.log10(Math.max(Math.abs(low), Math.abs(high)) / (high - low));
  return high > low ? Math.min(17, 12 + Math.max(0, Math.ceil(lost))) : 12;
}

function printed(number: number, digits: number): string {
  return String(Number(number.toPrecision(digits)));
}
