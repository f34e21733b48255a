import type jsep from "jsep";

/** The name a node stands for, as it is written. */
export function printNode(node: jsep.Expression): string {
  if (node.type === "Identifier") return (node as jsep.Identifier).name;
  if (node.type === "MemberExpression") {
    const { object, property } = node as jsep.MemberExpression;
    return `${printNode(object)}.${property.type === "Literal" ? String((property as jsep.Literal).value) : printNode(property)}`;
  }
  return "an expression";
}
