/* Prints what a page costs over the wire and fails when an applicant page would cost more than the budget. */
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

const OUT = "static/dist";
const BUDGET = 45 * 1024;
const FIRST = ["app.css", "app.js"];

const sizes = Object.fromEntries(
  readdirSync(OUT)
    .filter((name) => /\.(js|css|svg)$/.test(name))
    .map((name) => [name, gzipSync(readFileSync(`${OUT}/${name}`), { level: 9 }).length]),
);
for (const [name, bytes] of Object.entries(sizes).sort((a, b) => b[1] - a[1])) {
  console.log(`${(bytes / 1024).toFixed(1).padStart(7)} KB gzip  ${name}${FIRST.includes(name) ? "  (every page)" : ""}`);
}
const first = FIRST.reduce((sum, name) => sum + sizes[name], 0);
console.log(`${(first / 1024).toFixed(1).padStart(7)} KB gzip  first visit, of ${BUDGET / 1024} KB allowed`);
if (first > BUDGET) process.exit(1);
