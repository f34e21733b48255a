import jsep from "jsep";
import type { Refuse } from "./scope.js";

jsep.addBinaryOp("^", 15, true);

/** Longest expression accepted, in characters: keeps the recursion of parser and compiler shallow. */
const LONGEST = 4000;

/** The tree of an expression. Refuses what is too long, nested too deep or no expression. */
export function parseExpression(text: string, refuse: Refuse): jsep.Expression {
  if (text.length > LONGEST)
    refuse(
      "expression",
      `This expression has ${text.length} characters; at most ${LONGEST} are read. Name parts of it under define.`,
    );
  if (text.trim() === "") refuse("expression", "Here an expression is needed, and there is none.");
  try {
    return jsep(text);
  } catch (error) {
    const reason = error instanceof RangeError ? "it is nested too deep" : (error as Error).message;
    return refuse("expression", `"${shortened(text)}" cannot be read: ${reason}.${hint(text)}`);
  }
}

/** What is most often meant by an expression that cannot be read. */
function hint(text: string): string {
  if (/(^|[^=!<>])=([^=]|$)/.test(text)) return " Use == to compare.";
  const spaced = /\b(types|reports)\.(\w+ \d+)/.exec(text);
  return spaced ? ` Write ${spaced[1]}["${spaced[2]}"] for a name with a blank.` : "";
}

/** An expression as messages show it. */
export function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 60)} … ${text.slice(-10)}`;
}
