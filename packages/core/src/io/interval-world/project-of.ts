import type { Distribution } from "../../intervals/distribution.js";
import { compare, printRational, type Rational, subtract, ZERO } from "../../numeric/rational.js";
import type { IntervalWorld } from "./interval-world.js";
import { measuredValues } from "./measured-values.js";
import { isZero } from "./own-formula.js";

/** A public project: what it is worth to each agent before any cost, and what it costs all together. */
export interface ProjectWorld {
  readonly values: readonly Distribution[];
  readonly cost: Rational;
}

/**
 * The project of a world. Parts of the cost that stand in the agents' values (a·own − part) and in the designer's are added up. Errors, with
 * the place in the file: `interval-form` where alternatives are others, values are of another form, somebody has something outside, or the cost
 * stated is not what the parts add up to.
 */
export function projectOf(world: IntervalWorld): ProjectWorld {
  const { kind, agents, alternatives, designer } = world;
  if (kind !== "project") world.refuse(["alternatives"], "A project is needed here: {project: {cost: 2}}.");
  const [build, not] = ["build", "not"].map((name) => alternatives.findIndex((each) => each.name === name));
  const measure = measuredValues();
  let cost = subtract(designer[not], designer[build]);
  const values = agents.map((agent) => {
    const built = agent.worth[build].affine;
    if (built === undefined || compare(built.slope, ZERO) <= 0 || !isZero(agent.worth[not].affine))
      return world.refuse(
        ["values"],
        `With types on intervals the project must be worth a·own + b with a > 0, and 0 if it is not built, as in alternative.built * own; ${agent.name}'s values are not of this form.`,
      );
    if (!isZero(agent.outside.affine))
      world.refuse(
        ["outside"],
        `Who stays away from a project gets 0; ${agent.name} has something else outside.`,
      );
    cost = subtract(cost, built.shift);
    return measure(agent, { slope: built.slope, shift: ZERO });
  });
  const stated = alternatives[build].fields.get("cost") as Rational;
  if (compare(stated, ZERO) !== 0 && compare(stated, cost) !== 0)
    world.refuse(
      ["alternatives", "project", "cost"],
      `Values and the designer's value make the project cost ${printRational(cost)} all together, not ${printRational(stated)}: take alternative.cost off once, as own * alternative.built - alternative.cost / n or in the designer's value, or state the cost that they add up to.`,
    );
  return { values, cost };
}
