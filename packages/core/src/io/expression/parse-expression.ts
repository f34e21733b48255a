import jsep from "jsep";
import type { Refuse } from "./scope.js";

jsep.addBinaryOp("^", 15, true);

/** What of jsep's parser its hooks may use. */
interface Parser {
  readonly expr: string;
  readonly char: string;
  index: number;
  gobbleToken(): jsep.Expression | false;
  gobbleSpaces(): void;
  throwError(message: string): never;
}

// jsep binds a sign tighter than a power; as everywhere in mathematics, −x^2 has to mean −(x^2).
jsep.hooks.add("gobble-token", function (this: unknown, env: { node?: unknown }) {
  const parser = this as Parser;
  const operator = parser.char;
  if (operator !== "-" && operator !== "+") return;
  parser.index++;
  env.node = { type: "UnaryExpression", operator, argument: gobblePower(parser), prefix: true };
} as never);

/** A token with the powers it is raised to, from the right. */
function gobblePower(parser: Parser): jsep.Expression {
  const base = parser.gobbleToken();
  if (!base) return parser.throwError("A sign is followed by nothing");
  parser.gobbleSpaces();
  const operator = ["**", "^"].find((symbol) => parser.expr.startsWith(symbol, parser.index));
  if (operator === undefined) return base;
  parser.index += operator.length;
  return { type: "BinaryExpression", operator, left: base, right: gobblePower(parser) } as jsep.Expression;
}

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
