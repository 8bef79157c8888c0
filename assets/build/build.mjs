/* Builds assets/ into static/dist/ (git-ignored): `node assets/build/build.mjs [--watch]`.
   What every page loads has a plain name, Django's manifest storage adds the hash. What a page loads on demand
   (assets/js/lazy, the style sheets in ON_DEMAND) is built first, with a hash of its own; app.js is told the names.
   The model of the person mask comes as an npm package, too: it is laid beside the code that loads it. */
import { copyFile, cp, mkdir, rm } from "node:fs/promises";
import { basename } from "node:path";
import * as esbuild from "esbuild";
import { modePlugin } from "./modes.mjs";

const OUT = "static/dist";
const ON_DEMAND = {
  "altcha.js": "assets/js/lazy/altcha.js",
  "cropper.js": "assets/js/lazy/cropper.js",
  "tom-select.js": "assets/js/lazy/tom-select.js",
  "viewer.js": "assets/js/lazy/viewer.js",
  "altcha.css": "assets/css/altcha.css",
  "cropper.css": "assets/css/cropper.css",
  "viewer.css": "assets/css/viewer.css",
};
const WORKERS = { "altcha-sha": "altcha/workers/sha", "altcha-pbkdf2": "altcha/workers/pbkdf2" };
const PERSON_MASK = "selfie_segmentation.tflite";
const MODELS = "zhupei/pure/portrait/models";
const EVERY_PAGE = ["assets/js/app.js", "assets/css/app.css", "assets/css/desk.css"];

const common = {
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome86", "safari14"],
  /* esbuild cannot rewrite destructuring; Safari 14.0 fails only in a corner of it that nobody here uses. */
  supported: { destructuring: true },
  conditions: ["import"],
  outdir: OUT,
  legalComments: "external",
  logLevel: "warning",
  plugins: [modePlugin],
};

async function buildOnDemand() {
  const { metafile } = await esbuild.build({
    ...common,
    entryPoints: Object.values(ON_DEMAND),
    entryNames: "lazy-[name]-[hash]",
    metafile: true,
  });
  const built = Object.entries(metafile.outputs).filter(([, output]) => output.entryPoint);
  const nameOf = (source) => basename(built.find(([, output]) => output.entryPoint === source)[0]);
  return Object.fromEntries(Object.entries(ON_DEMAND).map(([name, source]) => [name, nameOf(source)]));
}

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await cp("assets/img", OUT, { recursive: true });
await mkdir(MODELS, { recursive: true });
await copyFile(`node_modules/@mediapipe/selfie_segmentation/${PERSON_MASK}`, `${MODELS}/${PERSON_MASK}`);
await esbuild.build({ ...common, entryPoints: WORKERS, format: "iife" });
const pages = {
  ...common,
  entryPoints: EVERY_PAGE,
  entryNames: "[name]",
  define: { ON_DEMAND: JSON.stringify(await buildOnDemand()) },
};
if (process.argv.includes("--watch")) await (await esbuild.context({ ...pages, logLevel: "info" })).watch();
else await esbuild.build(pages);
