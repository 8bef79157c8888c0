/* Requests of the page to its own server. */

export function csrfToken() {
  const field = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (field) return field.value;
  const meta = document.querySelector("meta[name=csrf-token]");
  return meta ? meta.content : "";
}

/* POST that answers with {status, data}; status 0 when the network failed. The data is JSON, or {} when there is none. */
export async function postJson(url, body, headers = {}) {
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      credentials: "same-origin",
      headers: { Accept: "application/json", "X-CSRFToken": csrfToken(), ...headers },
    });
    const type = response.headers.get("Content-Type") || "";
    return { status: response.status, data: type.includes("json") ? await response.json() : {} };
  } catch {
    return { status: 0, data: {} };
  }
}

/* What is heavy and rare is fetched when it is needed. ON_DEMAND is filled in by assets/build/build.mjs; everything
   lies in one folder, beside this script, whatever the page's address is. */
const address = (name) => new URL(`./${ON_DEMAND[name]}`, import.meta.url).href;

export async function loadScript(name) {
  return import(address(`${name}.js`));
}

export function loadStyle(name) {
  const href = address(`${name}.css`);
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  return new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
}
