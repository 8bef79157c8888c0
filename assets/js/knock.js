/* After a login in another window this page's token is stale: takes the present one from the server, when the same person
   is still signed in. Answers "fresh", "other" (somebody else is), "out" (nobody is) or "" (no answer). */
async function freshToken() {
  const meta = (text, name) => (text.match(new RegExp(`<meta name="${name}" content="([^"]*)"`)) || ["", ""])[1];
  try {
    const response = await fetch(location.href, { credentials: "same-origin" });
    if (response.status >= 500) return "";
    const page = await response.text();
    if (!meta(page, "owner")) return "out";
    if (meta(page, "owner") !== document.querySelector("meta[name=owner]").content) return "other";
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = meta(page, "csrf-token");
    document.querySelector("meta[name=csrf-token]").content = meta(page, "csrf-token");
    return "fresh";
  } catch {
    return "";
  }
}

const WORDS = {
  fresh: "未保存：请点“保存”",
  other: "未保存：这个浏览器现在登录的是另一个账号",
  out: "未保存：登录已结束。填写的内容已留在本窗口，重新登录后自动填回",
  "": "未保存：暂时没有连上，请稍后点“保存”",
};

/* What to do when the server did not take a saving: once more with the present token, or say why not. */
export async function knock() {
  const answer = await freshToken();
  if (answer === "out") window.dispatchEvent(new Event("zhupei:signed-out"));
  return { again: answer === "fresh", words: WORDS[answer] };
}
