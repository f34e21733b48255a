import { linearOption } from "@candor/core/intervals";
import { readDistribution } from "@candor/core/io";
import { intervalAuctionPage } from "../src/intervals/auction-page.js";
import { efficientPage } from "../src/intervals/efficient-page.js";
import { examineEfficient } from "../src/intervals/examine-efficient.js";
import { examineIntervalAuction } from "../src/intervals/examine-interval-auction.js";
import { examinePartnership } from "../src/intervals/examine-partnership.js";
import { examineProvision } from "../src/intervals/examine-provision.js";
import { examineScreening } from "../src/intervals/examine-screening.js";
import { examineTrade } from "../src/intervals/examine-trade.js";
import { partnershipPage } from "../src/intervals/partnership-page.js";
import { providePage } from "../src/intervals/provide-page.js";
import { readPartners } from "../src/intervals/read-partners.js";
import { readScreening } from "../src/intervals/read-screening.js";
import { screenPage } from "../src/intervals/screen-page.js";
import { tradePage } from "../src/intervals/trade-page.js";

export const progress = { step() {}, at() {}, done() {} };
const IRREGULAR = "mixture(4/5, uniform(0,1), 1/5, uniform(1,2))";
const GAP = "mixture(1/2, uniform(0,1), 1/2, uniform(3,4))";

export const auction = (values: readonly string[]) =>
  intervalAuctionPage(
    examineIntervalAuction({ bidders: values.map((text) => readDistribution(text)), sellerValue: 0 }),
  );
export const trade = (
  seller: string,
  buyer: string,
  [sellers, buyers] = [1, 1],
  grow: readonly number[] = [],
) => {
  const [costs, values] = [readDistribution(seller), readDistribution(buyer)];
  return tradePage(examineTrade({ seller: costs, buyer: values, sellers, buyers }, grow, progress));
};
const partners = (shares: string, values: readonly string[]) =>
  partnershipPage(examinePartnership(readPartners({ shares, values }), progress));
const screening = (flags: Partial<Parameters<typeof readScreening>[0]> = {}) =>
  screenPage(
    examineScreening(
      readScreening({
        ...{ types: "uniform(0,1)", value: "theta*x", cost: "x^2/2", quantities: "0.." },
        ...flags,
      }),
    ),
  );
const provision = (
  values: string,
  contributors: number,
  costPerHead: number,
  sizes: readonly number[] = [],
) =>
  providePage(
    examineProvision(
      {
        kinds: [{ value: readDistribution(values), count: contributors }],
        contributors,
        costPerHead,
      },
      sizes,
      progress,
    ),
  );

/** The seller owns what the buyer may get. */
const efficient = () =>
  efficientPage(
    examineEfficient(
      [
        {
          name: "Seller_1",
          distribution: readDistribution("uniform(0,1)"),
          outside: linearOption(1),
          written: "own",
        },
        {
          name: "Buyer",
          distribution: readDistribution("uniform(0,1)"),
          outside: linearOption(0),
          written: "0",
        },
      ],
      progress,
    ),
  );

/** A page with what its formulas and figures must say. */
interface Case {
  readonly name: string;
  readonly make: () => Promise<string>;
  readonly figures: number;
  readonly formulas: readonly string[];
}

export const CASES: readonly Case[] = [
  {
    name: "auction",
    make: () => auction(["uniform(0,1)", "uniform(0,1)"]),
    figures: 6,
    formulas: [
      "= 2v - 1",
      "\\ge v_0\\} = 0.5",
      "\\mathbb{E}\\max\\{v_0, \\max_i \\bar\\psi(v_i)\\} = 0.4166666667 \\pm",
      "= 0.5v",
      "= 0.5v^{2}",
    ],
  },
  {
    name: "auction that is ironed",
    make: () => auction([IRREGULAR, IRREGULAR]),
    figures: 6,
    formulas: [
      "\\begin{cases} 2v - 1.25 & 0 \\le v < 1 \\\\ 2v - 2 & 1 \\le v \\le 2 \\end{cases}",
      "\\frac{R(0.3) - R(0.15)}{0.3 - 0.15} = \\frac{0.2625 - 0.1875}{0.15} = 0.5",
    ],
  },
  {
    name: "auction with one bidder",
    make: () => auction(["triangular(0,1,2)"]),
    figures: 5,
    formulas: ["\\psi(v) = v - \\frac{1 - F(v)}{f(v)}"],
  },
  {
    name: "auction of two different bidders",
    make: () => auction(["uniform(0,1)", "uniform(0,2)"]),
    figures: 6,
    formulas: ["\\bar b = 0.6666666667", "r_{2} = \\inf\\{v : \\bar\\psi_{2}(v) \\ge v_0\\} = 1"],
  },
  {
    name: "auction on points",
    make: () => auction(["atoms([0,1,2],[1/4,1/2,1/4])", "atoms([0,1,2],[1/4,1/2,1/4])"]),
    figures: 5,
    // 1 − (2 − 1)·(1/4)/(1/2) and 0 − (1 − 0)·(3/4)/(1/4).
    formulas: ["\\bar\\psi(0) = -3,\\quad \\bar\\psi(1) = 0.5,\\quad \\bar\\psi(2) = 2"],
  },
  {
    name: "trade",
    make: () => trade("uniform(0,1)", "uniform(0,1)", [1, 1], [1, 2]),
    figures: 5,
    formulas: [
      "\\iff v > c + 0.25",
      "\\alpha = 0.3333333333",
      "= -0.1666666667 \\pm",
      "< 0",
      "\\frac{0.140625}{0.1666666667} = 0.84375",
    ],
  },
  {
    name: "trade with a gap",
    make: () => trade(GAP, "uniform(2,5)"),
    figures: 4,
    formulas: ["F_S = \\text{mixture of 0.5 $\\times$ uniform on [0, 1] and"],
  },
  {
    name: "trade of points",
    make: () => trade("atoms([0,1],[1/2,1/2])", "atoms([1/2,2],[1/2,1/2])"),
    figures: 4,
    formulas: ["\\mathbb{E}(v - c)^+ = 0.875"],
  },
  {
    name: "trade of many",
    make: () => trade("uniform(0,1)", "exponential(1)", [3, 2]),
    figures: 4,
    formulas: ["\\mathbb{E}\\max"],
  },
  {
    name: "partnership of two",
    make: () => partners("1/3,2/3", ["uniform(0,1)"]),
    figures: 4,
    formulas: [
      "0.2113248654",
      "0.7886751346",
      "\\hat v_2 &= 0.6666666667",
      "= 0.5x^{2}",
      "c = (-0.08333333333, 0.08333333333)",
    ],
  },
  {
    name: "partnership of three",
    make: () => partners("1/5,3/10,1/2", ["uniform(0,1)"]),
    figures: 4,
    formulas: ["Q(v) = F(v)^{2}", "\\hat v_1 &= 0.4472135955", "\\ge 0"],
  },
  {
    name: "partnership of different partners",
    make: () => partners("1/2,1/2", ["uniform(0,1)", "uniform(2,3)"]),
    figures: 2,
    formulas: ["Q_i(v) = \\prod_{j \\ne i} F_j(v)"],
  },
  {
    name: "efficient mechanism",
    make: efficient,
    figures: 2,
    formulas: ["\\text{Seller\\_1}:\\ \\mathrm{IR}_1 = \\text{own}", "= -0.1666666667 \\pm", "< 0"],
  },
  {
    name: "screening",
    make: () => screening(),
    figures: 4,
    formulas: [
      "x(\\theta) = \\begin{cases} 0 & 0 \\le \\theta < 0.5 \\\\ 2\\theta - 1 & 0.5 \\le \\theta \\le 1 \\end{cases}",
      "= 0.08333333333",
      "\\varphi(x, \\theta) = v - c - v_\\theta\\,\\frac{1 - F(\\theta)}{f(\\theta)} = \\theta\\cdot x",
    ],
  },
  {
    name: "screening that pools",
    make: () => screening({ types: "mixture(0.8, uniform(1,2), 0.2, uniform(2,3))" }),
    figures: 4,
    formulas: ["\\int_{1.875}^{2.25} \\varphi_x(1.5, \\theta)\\,dF(\\theta) = 0", "0.7875"],
  },
  {
    name: "screening of points",
    make: () => screening({ types: "atoms([1,2,3],[0.3,0.4,0.3])" }),
    figures: 4,
    formulas: ["\\frac{\\Pr(\\theta > a)}{\\Pr(\\theta = a)}"],
  },
  {
    name: "public good",
    make: () => provision("uniform(0,1)", 2, 0.5, [2, 5]),
    figures: 5,
    formulas: ["= 0.5 \\pm", "= -0.1666666667 \\pm", "\\alpha = 0.3333333333", "0.140625 \\pm"],
  },
  {
    name: "public good worth its cost",
    make: () => provision("uniform(1,2)", 2, 0.5),
    figures: 4,
    formulas: ["\\ge 0"],
  },
];

const made = new Map<string, Promise<string>>();
/** The page of a case, made once. */
export function pageOf(name: string): Promise<string> {
  const known = made.get(name) ?? CASES.find((each) => each.name === name)!.make();
  made.set(name, known);
  return known;
}
