import type jsep from "jsep";

/** An expression written out again, every operation in brackets. */
export function nodeText(node: jsep.Expression): string {
  switch (node.type) {
    case "Literal":
      return (node as jsep.Literal).raw;
    case "Identifier":
      return (node as jsep.Identifier).name;
    case "MemberExpression": {
      const { object, property, computed } = node as jsep.MemberExpression;
      return computed
        ? `${nodeText(object)}[${nodeText(property)}]`
        : `${nodeText(object)}.${nodeText(property)}`;
    }
    case "UnaryExpression": {
      const { operator, argument } = node as jsep.UnaryExpression;
      return `(${operator}${nodeText(argument)})`;
    }
    case "BinaryExpression":
    case "LogicalExpression": {
      const { operator, left, right } = node as jsep.BinaryExpression;
      return `(${nodeText(left)} ${operator} ${nodeText(right)})`;
    }
    case "ConditionalExpression": {
      const { test, consequent, alternate } = node as jsep.ConditionalExpression;
      return `(${nodeText(test)} ? ${nodeText(consequent)} : ${nodeText(alternate)})`;
    }
    case "CallExpression": {
      const { callee, arguments: given } = node as jsep.CallExpression;
      return `${nodeText(callee)}(${given.map(nodeText).join(", ")})`;
    }
    default:
      return `[${(node as jsep.ArrayExpression).elements.map((each) => nodeText(each!)).join(", ")}]`;
  }
}
