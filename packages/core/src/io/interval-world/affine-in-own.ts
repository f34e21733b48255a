import type jsep from "jsep";

/**
 * Whether an expression is a·own + b wherever it has a value, a and b free of `own`, as its form shows: false for min(own, 2) even
 * where own never exceeds 2.
 */
export function isAffineInOwn(node: jsep.Expression): boolean {
  if (!usesOwn(node)) return true;
  switch (node.type) {
    case "Identifier":
      return true;
    case "MemberExpression": {
      // types.NAME of the agent itself: a formula that looks at others is refused before.
      const { object, property } = node as jsep.MemberExpression;
      const everyone = object.type === "Identifier" && (object as jsep.Identifier).name !== "own";
      return everyone && !usesOwn(property);
    }
    case "UnaryExpression": {
      const { operator, argument } = node as jsep.UnaryExpression;
      return operator !== "!" && isAffineInOwn(argument);
    }
    case "BinaryExpression": {
      const { operator, left, right } = node as jsep.BinaryExpression;
      const both = isAffineInOwn(left) && isAffineInOwn(right);
      if (operator === "+" || operator === "-") return both;
      if (operator === "*") return both && !(usesOwn(left) && usesOwn(right));
      return operator === "/" && both && !usesOwn(right);
    }
    case "ConditionalExpression": {
      const { test, consequent, alternate } = node as jsep.ConditionalExpression;
      return !usesOwn(test) && isAffineInOwn(consequent) && isAffineInOwn(alternate);
    }
    default:
      return false;
  }
}

/** Names that hold the own type. */
const OWN = ["own", "types", "reports"];

/** Whether an expression looks at the own type. */
export function usesOwn(node: jsep.Expression): boolean {
  if (node.type === "Identifier") return OWN.includes((node as jsep.Identifier).name);
  return Object.values(node)
    .flat()
    .some(
      (part) =>
        typeof part === "object" && part !== null && "type" in part && usesOwn(part as jsep.Expression),
    );
}
