import type jsep from "jsep";
import { fail } from "../numeric/candor-error.js";
import { parseRational, toDouble } from "../numeric/rational.js";

/** What a distribution looks like, for messages. */
export const INSTEAD =
  "A distribution is written like uniform(0, 1), beta(2, 3) or truncated(normal(0, 1), 0, 2).";

/** A number, maybe computed. Errors: `argument`. */
export function numberOf(node: jsep.Expression): number {
  switch (node.type) {
    case "Literal": {
      const { raw } = node as jsep.Literal;
      const number = parseRational(raw);
      if (number === undefined) return fail("argument", "", `${raw} is not a number.`);
      return toDouble(number);
    }
    case "UnaryExpression": {
      const { operator, argument } = node as jsep.UnaryExpression;
      if (operator === "-") return -numberOf(argument);
      if (operator === "+") return numberOf(argument);
      break;
    }
    case "BinaryExpression": {
      const { operator, left, right } = node as jsep.BinaryExpression;
      const operation = OPERATIONS[operator];
      if (operation !== undefined) return operation(numberOf(left), numberOf(right));
      break;
    }
    case "Identifier":
      if ((node as jsep.Identifier).name === "infinity") return Number.POSITIVE_INFINITY;
  }
  return fail("argument", "", `Here a number is needed. ${INSTEAD}`);
}

const OPERATIONS: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "^": (a, b) => a ** b,
  "**": (a, b) => a ** b,
};
