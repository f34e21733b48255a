import { allocationProblem } from "../../../src/intervals/efficiency/allocation-problem.js";
import { linearOption } from "../../../src/intervals/efficiency/outside-option.js";
import { uniform } from "../../../src/intervals/families/uniform.js";

const unit = uniform(0, 1);

/** A seller who owns the object, and a buyer. */
export const trade = (seller = unit, buyer = unit) =>
  allocationProblem([
    { name: "seller", distribution: seller, outside: linearOption(1) },
    { name: "buyer", distribution: buyer, outside: linearOption(0) },
  ]);

/** Partners with these shares and values uniform on [0, 1]. */
export const partners = (...shares: number[]) =>
  allocationProblem(
    shares.map((share, i) => ({ name: `${i}`, distribution: unit, outside: linearOption(share) })),
  );
