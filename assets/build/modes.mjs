/* An esbuild plug-in that lets tokens.css state each mode once.
   A rule for [data-mode="dark"] is repeated for [data-mode="auto"] where the system prefers dark, and a rule for
   [data-contrast="high"] for [data-contrast="normal"] where the system prefers more contrast; both together, too. */
import { readFile } from "node:fs/promises";

const FOLLOW = [
  { from: /\[data-mode="dark"\]/g, to: '[data-mode="auto"]', when: "(prefers-color-scheme: dark)" },
  { from: /\[data-contrast="high"\]/g, to: '[data-contrast="normal"]', when: "(prefers-contrast: more)" },
];

function copies(selector) {
  let found = [{ selector, media: [] }];
  for (const { from, to, when } of FOLLOW) {
    if (!selector.match(from)) continue;
    found = found.flatMap((one) => [
      one,
      { selector: one.selector.replace(from, to), media: [...one.media, when] },
    ]);
  }
  return found.slice(1);
}

export function followSystem(css) {
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, "");
  return plain.replace(/([^{}]+)(\{[^{}]*\})/g, (rule, selector, body) => {
    const extra = copies(selector.trim()).map(
      (one) => `@media ${one.media.join(" and ")} { ${one.selector} ${body} }`,
    );
    return [rule, ...extra].join("\n");
  });
}

export const modePlugin = {
  name: "follow-system",
  setup(build) {
    build.onLoad({ filter: /assets[\\/]css[\\/]tokens\.css$/ }, async ({ path }) => ({
      contents: followSystem(await readFile(path, "utf8")),
      loader: "css",
    }));
  },
};
