/* The strict-CSP form of the widget: style sheet and workers are files of their own. */
import "altcha/external";

const worker = (name) => () => new Worker(new URL(`./${name}.js`, import.meta.url).href);
for (const algorithm of ["SHA-256", "SHA-384", "SHA-512"]) window.$altcha.algorithms.set(algorithm, worker("altcha-sha"));
for (const algorithm of ["PBKDF2/SHA-256", "PBKDF2/SHA-384", "PBKDF2/SHA-512"]) {
  window.$altcha.algorithms.set(algorithm, worker("altcha-pbkdf2"));
}
