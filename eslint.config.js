import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["static/", "node_modules/", "var/", ".venv/"] },
  js.configs.recommended,
  {
    files: ["assets/js/**/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: { ...globals.browser, ON_DEMAND: "readonly" } },
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-implied-eval": "error",
      "no-eval": "error",
      "max-lines": ["error", 150],
      "max-lines-per-function": ["error", 60],
    },
  },
  {
    files: ["assets/build/**/*.mjs", "eslint.config.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.node },
  },
];
