// node bench/correlated-auctions/optimum.mjs FILE BIDDERS POSITIONS ROUNDS [SECONDS]: candor's best ex post auction, or with a last
// argument the program with all constraints in candor's WebAssembly HiGHS under that time limit; one line of JSON.
import { readFileSync } from "node:fs";
import { optimalExPostAuction } from "@candor/core/auctions";
import { highsSolver, LinearProblemBuilder } from "@candor/core/lp";
import { float } from "@candor/core/numeric";

const [file, ...numbers] = process.argv.slice(2);
const [bidders, positions, rounds, limit] = numbers.map(Number);
const bytes = readFileSync(file);
const prior = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
const values = Float64Array.from({ length: positions }, (_, p) => (p + 1) / positions);
const each = (make) => Array.from({ length: bidders }, (_, i) => make(i));
const auction = {
  arithmetic: float,
  bidders: each(String),
  values: each(() => values),
  types: each(() => Int32Array.from({ length: positions }, (_, p) => p)),
  sizes: each(() => positions),
  prior,
};
const solver = highsSolver();

/** Columns q_i(k) at i·profiles + k, then t_i(k); as in all-constraints.py. */
function allConstraints() {
  const profiles = prior.length;
  const builder = new LinearProblemBuilder("maximise");
  for (let j = 0; j < bidders * profiles; j++) builder.addColumn(0);
  for (let j = 0; j < bidders * profiles; j++) builder.addColumn(prior[j % profiles], -Infinity);
  for (let i = 0, stride = profiles / positions; i < bidders; i++, stride /= positions)
    for (let k = 0; k < profiles; k++) {
      const p = Math.floor(k / stride) % positions;
      const [q, t, v] = [i * profiles, (bidders + i) * profiles, values[p]];
      builder.addRow([q + k, t + k], [-v, 1], -Infinity, 0);
      for (let r = 0; r < positions; r++) {
        const lie = k + (r - p) * stride;
        if (r !== p) builder.addRow([q + k, t + k, q + lie, t + lie], [-v, 1, v, -1], -Infinity, 0);
      }
    }
  for (let k = 0; k < profiles; k++)
    builder.addRow(
      each((i) => i * profiles + k),
      each(() => 1),
      -Infinity,
      1,
    );
  return builder.build();
}

async function once() {
  if (limit === undefined) {
    const { revenue, gap, error, ironedBound, method } = await optimalExPostAuction(auction, { solver });
    return { value: revenue, gap, error, ironedBound, method };
  }
  const problem = allConstraints();
  const { objective, termination, seconds } = await solver.solve(problem, {
    timeLimit: limit,
    certificates: false,
  });
  return { value: objective, method: `${termination}, ${problem.rows} rows`, seconds };
}

const seconds = [];
let found;
for (let round = 0; round < rounds; round++) {
  const start = performance.now();
  found = await once();
  seconds.push(found.seconds ?? (performance.now() - start) / 1000);
}
console.log(JSON.stringify({ ...found, seconds, kilobytes: process.resourceUsage().maxRSS }));
