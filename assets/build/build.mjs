/* Builds assets/ into static/dist/ (git-ignored). Plain names: Django's manifest storage adds the hashes.
   `node assets/build/build.mjs [--watch]` */
import { cp, mkdir, rm } from "node:fs/promises";
import * as esbuild from "esbuild";
import { modePlugin } from "./modes.mjs";

const OUT = "static/dist";
const TARGET = ["chrome86", "safari14"];

const common = { bundle: true, minify: true, target: TARGET, outdir: OUT, logLevel: "warning", legalComments: "none" };

/* One entry for every page; what is heavy and rare is imported on demand and becomes a chunk of its own.
   All chunks lie beside app.js, so that URLs relative to a module mean the same everywhere. */
const scripts = {
  ...common,
  entryPoints: ["assets/js/app.js"],
  format: "esm",
  splitting: true,
  chunkNames: "lazy-[name]-[hash]",
};

const workers = {
  ...common,
  entryPoints: { "altcha-sha": "altcha/workers/sha", "altcha-pbkdf2": "altcha/workers/pbkdf2" },
  format: "iife",
};

const styles = {
  ...common,
  entryPoints: ["app", "desk", "viewer", "cropper", "altcha"].map((name) => `assets/css/${name}.css`),
  plugins: [modePlugin],
};

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await cp("assets/img", OUT, { recursive: true });
if (process.argv.includes("--watch")) {
  for (const options of [scripts, workers, styles]) {
    const context = await esbuild.context({ ...options, logLevel: "info" });
    await context.watch();
  }
} else {
  await Promise.all([scripts, workers, styles].map((options) => esbuild.build(options)));
}
