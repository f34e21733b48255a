// node bench/correlated-auctions/bound.mjs FILE BIDDERS POSITIONS THREADS ROUNDS: candor's ironed bound on worker threads over one
// shared WebAssembly memory; one line of JSON with milliseconds a round. Values are (p + 1)/POSITIONS.
import { closeSync, openSync, readSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { axisOf, ironingPages, openIroning } from "@candor/core/auctions";

const [file, ...numbers] = process.argv.slice(2);
const [bidders, positions, threads, rounds] = numbers.map(Number);
const sizes = new Array(bidders).fill(positions);
const values = sizes.map(() => Float64Array.from({ length: positions }, (_, p) => (p + 1) / positions));
const memory = new WebAssembly.Memory({
  initial: ironingPages(sizes, threads),
  maximum: 65536,
  shared: true,
});
const { prior } = await openIroning(sizes, values, { memory });
const handle = openSync(file);
for (let at = 0; at < prior.byteLength; )
  at += readSync(handle, new Uint8Array(prior.buffer, at), 0, Math.min(2 ** 28, prior.byteLength - at), at);
closeSync(handle);

const answer = (worker) => new Promise((resolve) => worker.once("message", resolve));
const workers = Array.from(
  { length: threads },
  (_, worker) =>
    new Worker(new URL("bound-worker.mjs", import.meta.url), {
      workerData: { sizes, values, memory, worker },
    }),
);
await Promise.all(workers.map(answer));

async function bound() {
  let sum = 0;
  for (let bidder = 0; bidder < bidders; bidder++) {
    const { lines } = axisOf(sizes, bidder);
    const share = (id) => Math.floor((lines * id) / threads);
    const parts = workers.map((worker, id) => {
      worker.postMessage({ bidder, from: share(id), to: share(id + 1) });
      return answer(worker);
    });
    sum = (await Promise.all(parts)).reduce((total, part) => total + part, 0);
  }
  return sum;
}

const milliseconds = [];
let value = 0;
for (let round = 0; round < rounds; round++) {
  const start = performance.now();
  value = await bound();
  milliseconds.push(Math.round((performance.now() - start) * 10) / 10);
}
console.log(JSON.stringify({ milliseconds, bound: value, kilobytes: process.resourceUsage().maxRSS }));
for (const worker of workers) worker.terminate();
