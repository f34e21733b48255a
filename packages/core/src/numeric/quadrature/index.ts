export { finiteIntegrand, type Integral, type IntegrationOptions, integrate } from "./integrate.js";
