import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exact, float } from "../../src/numeric/arithmetic.js";
import { dominantOrbits } from "../../src/selling/dominant-orbits.js";
import { saleProfiles, typeAt } from "../../src/selling/dominant-profiles.js";
import { profileImages, saleSymmetries } from "../../src/selling/dominant-symmetry.js";
import { anySale, doubleSale, exactSale, gridBidder, gridSale } from "./dominant-instances.js";

const symmetries = (...sale: Parameters<typeof exactSale>) => saleSymmetries(exact, exactSale(...sale));

describe("renamings that leave a sale as it is", () => {
  test("alike bidders and goods on a grid: all of them", () => {
    expect(saleSymmetries(exact, gridSale(2, 3, 2)).length).toBe(2 * 6);
    expect(saleSymmetries(exact, gridSale(2, 2, 3)).length).toBe(6 * 2);
  });

  test("in doubles as well", () => {
    expect(saleSymmetries(float, doubleSale([gridBidder(3, 2), gridBidder(3, 2)], "items", 6)).length).toBe(
      4,
    );
  });

  test("one unequal probability leaves goods exchangeable only where it is mirrored", () => {
    const square = gridBidder(2, 2);
    expect(symmetries([{ ...square, weights: [2, 1, 1, 1] }]).length).toBe(2);
    expect(symmetries([{ ...square, weights: [1, 2, 1, 1] }]).length).toBe(1);
  });

  test("bidders who mirror each other: only both exchanges together", () => {
    const found = symmetries([
      {
        weights: [1, 1],
        values: [
          [1, 2],
          [3, 5],
        ],
      },
      {
        weights: [1, 1],
        values: [
          [5, 3],
          [2, 1],
        ],
      },
    ]);
    expect(found.map(({ bidders, goods }) => [bidders, goods])).toContainEqual([
      [1, 0],
      [1, 0],
    ]);
    expect(found.length).toBe(2);
    expect(found.map(({ types }) => types.map((map) => [...map]))).toContainEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  test("many goods are renamed only as far as there is time", () => {
    const found = symmetries([{ weights: [1], values: [Array<number>(12).fill(1)] }]);
    expect(found.length).toBe(5040);
  });

  test("form a group that keeps values and probabilities, and orbits are its orbits", () => {
    fc.assert(
      fc.property(anySale, ({ bidders, kind }) => {
        const sale = exactSale(bidders, kind);
        const profiles = saleProfiles(sale);
        const found = saleSymmetries(exact, sale);
        const orbits = dominantOrbits(sale, profiles, found);
        const images = found.map((each) => profileImages(each, profiles));
        const names = new Set(images.map((each, s) => `${each}|${found[s].bidders}|${found[s].goods}`));
        images.forEach((first, s) => {
          images.forEach((second, other) => {
            const then = [...first].map((p) => second[p]);
            const through = (a: readonly number[], b: readonly number[]) => a.map((x) => b[x]);
            const name = `${then}|${through(found[s].bidders, found[other].bidders)}|${through(found[s].goods, found[other].goods)}`;
            expect(names.has(name)).toBe(true);
          });
          for (let p = 0; p < profiles.count; p++)
            bidders.forEach((bidder, i) => {
              const to = found[s].bidders[i];
              const [t, image] = [typeAt(profiles, i, p), typeAt(profiles, to, first[p])];
              bidder.values[t].forEach((value, g) => {
                expect(bidders[to].values[image][found[s].goods[g]]).toBe(value);
                const [from, into] = [i * profiles.count + p, to * profiles.count + first[p]].map(
                  (entry, k) => entry * profiles.goods + (k === 0 ? g : found[s].goods[g]),
                );
                expect(orbits.allocationColumn[from]).toBe(orbits.allocationColumn[into]);
              });
              expect(bidder.weights[t] * total(bidders[to].weights)).toBe(
                bidders[to].weights[image] * total(bidder.weights),
              );
            });
        });
        expect(total([...orbits.sizes])).toBe(profiles.count * bidders.length * (profiles.goods + 1));
      }),
      { numRuns: 40 },
    );
  });
});

function total(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
