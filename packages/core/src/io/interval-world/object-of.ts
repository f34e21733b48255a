import type { Distribution } from "../../intervals/distribution.js";
import {
  compare,
  divide,
  multiply,
  type Rational,
  subtract,
  toDouble,
  ZERO,
} from "../../numeric/rational.js";
import type { IntervalAgent, IntervalWorld } from "./interval-world.js";
import { measuredValues } from "./measured-values.js";
import { type Affine, isZero } from "./own-formula.js";

/** Who may get the object, by what it is worth to them. */
export interface ObjectAgent {
  readonly name: string;
  readonly group: string;
  /** Of the object's value, in money. */
  readonly values: Distribution;
  /** What somebody to whom the object is worth `value` has outside. */
  outside(value: number): number;
  /** Values, next to each other in pairs, between which the form of the outside option changes; see `OwnFormula.switches`. */
  outsideSwitches(places: readonly number[]): number[];
  /** The share r where the form of the outside option shows that it is r·value. */
  readonly share?: Rational;
}

/** One object and private values. */
export interface ObjectWorld {
  readonly agents: readonly ObjectAgent[];
  /** Where the object may stay with the designer: what that is worth beyond what it is worth to have it sold. */
  readonly kept?: Rational;
}

const FORM =
  "With types on intervals the object must be worth a·own + b with a > 0, and 0 to who does not get it, as in own * gets; of another function of own, state the distribution of the value itself";

/**
 * The object of a world, measured by its value to each agent. Errors, with the place in the file: `interval-form` where alternatives are
 * others, somebody cannot get it, or values are no increasing a·own + b for who gets it and 0 for the others.
 */
export function objectOf(world: IntervalWorld): ObjectWorld {
  const { kind, agents, alternatives, designer } = world;
  if (kind !== "object") world.refuse(["alternatives"], "One object is needed here: {object: {to: all}}.");
  const winners = alternatives.map(({ personal }) =>
    agents.findIndex((_, i) => compare(personal.get("gets")![i] as Rational, ZERO) > 0),
  );
  const sold = designer.filter((_, a) => winners[a] >= 0);
  if (sold.some((value) => compare(value, sold[0]) !== 0))
    world.refuse(["designer"], "It must be the same to the designer who gets the object.");
  const measure = measuredValues();
  const nobody = winners.indexOf(-1);
  return {
    agents: agents.map((agent, i) => measured(world, agent, i, winners, measure)),
    ...(nobody >= 0 && { kept: subtract(designer[nobody], sold[0]) }),
  };
}

function measured(
  world: IntervalWorld,
  agent: IntervalAgent,
  index: number,
  /** Who gets the object in each alternative; −1: nobody. */
  winners: readonly number[],
  measure: ReturnType<typeof measuredValues>,
): ObjectAgent {
  const { name, group, worth, outside } = agent;
  if (!winners.includes(index)) world.refuse(["alternatives"], `${name} can never get the object.`);
  const value = worth[winners.indexOf(index)].affine;
  const others = worth.filter((_, a) => winners[a] !== index);
  if (value === undefined || compare(value.slope, ZERO) <= 0 || !others.every(({ affine }) => isZero(affine)))
    return world.refuse(["values"], `${FORM}. ${name}'s values are not of this form.`);
  const [a, b] = [toDouble(value.slope), toDouble(value.shift)];
  return {
    ...{ name, group, values: measure(agent, value) },
    ...(a === 1 && b === 0
      ? { outside: outside.at, outsideSwitches: outside.switches }
      : {
          outside: (worth: number) => outside.at((worth - b) / a),
          outsideSwitches: (places: readonly number[]) =>
            outside.switches(places.map((worth) => (worth - b) / a)).map((own) => a * own + b),
        }),
    ...(outside.affine && shareOf(outside.affine, value)),
  };
}

/** The option in terms of the value, where that has no constant. */
function shareOf(option: Affine, { slope, shift }: Affine): { readonly share?: Rational } {
  const share = divide(option.slope, slope);
  return compare(option.shift, multiply(share, shift)) === 0 ? { share } : {};
}
